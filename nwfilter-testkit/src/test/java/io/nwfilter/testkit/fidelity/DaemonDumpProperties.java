package io.nwfilter.testkit.fidelity;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.testkit.generate.FilterFamily;
import io.nwfilter.testkit.testbed.RequiresHost;
import io.nwfilter.xml.LibvirtXml;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Generated filters, written in canonical form and freely, are printed as a live libvirtd does. */
class DaemonDumpProperties {

  private static final SharedDaemon DAEMON = new SharedDaemon();

  // A build repeats the same cases; to look for differences, take the seed out and raise the tries.
  @Property(tries = 400, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
  @AddLifecycleHook(RequiresHost.Daemon.class)
  void samePrint(@ForAll FilterFamily family, @ForAll long seed) {
    Random random = new Random(seed);
    for (Filter filter : family.filters()) {
      Filter odder = odder(filter, random);
      DaemonDump.assertSame(DAEMON.get(), LibvirtXml.write(odder));
      DaemonDump.assertSame(DAEMON.get(), FreeForm.write(odder, random));
    }
  }

  /** Adds what the compiler's arbitraries avoid since netfilter would refuse it. */
  private static Filter odder(Filter filter, Random random) {
    Filter.Builder odder =
        Filter.builder(filter.name()).chain(filter.chain()).chainPriority(filter.chainPriority());
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule) {
        odder.rule(odder(rule, random));
      } else if (entry instanceof FilterReference reference) {
        odder.include(FilterReference.of(reference.filter(), parameters(random)));
      }
    }
    return odder.build();
  }

  private static Parameters parameters(Random random) {
    Parameters parameters = Parameters.NONE;
    for (int i = random.nextInt(4); i > 0; i--) {
      parameters =
          parameters.with(
              pick(random, "B", "A", "_", "a1", "9"), pick(random, "10.0.0.1", "::1", "x_Y"));
    }
    return parameters;
  }

  private static Rule odder(Rule rule, Random random) {
    if (rule.protocol().isEmpty() || random.nextInt(3) > 0) {
      return rule;
    }
    Rule.Builder odder =
        Rule.builder(rule.action(), rule.direction())
            .priority(rule.priority())
            .protocol(rule.protocol().get());
    rule.conditions().values().forEach(odder::add);
    odder.whereText(
        Attributes.COMMENT, pick(random, "", "a\nb\r\n", "<'\t\"&>", "\u20ac".repeat(85), " $A "));
    if (rule.protocol().get().layer() != Layer.ETHERNET) {
      switch (random.nextInt(3)) {
        case 0 -> odder.whereText(Attributes.IPSET, pick(random, "set", "$S[@3]"));
        case 1 -> odder.whereNotText(Attributes.IPSET, "a set");
        default -> odder.whereText(Attributes.IPSETFLAGS, pick(random, "DST,src", "$F"));
      }
    }
    return odder.build();
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  @AfterContainer
  static void stop() {
    DAEMON.close();
  }
}
