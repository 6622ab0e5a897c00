package io.nwfilter.testkit.fidelity;

import static java.util.stream.Collectors.toMap;

import com.google.common.collect.Collections2;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.KernelStateAssertion;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three networks and two filtered interfaces, started in every order and destroyed in another. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class NetworkLifeTest {

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "a",
          "<network><name>a</name><forward mode='nat'/><bridge name='bra'/><ip address='10.0.1.1'"
              + " prefix='24'/><ip address='10.0.1.2' prefix='24'/></network>",
          "b",
          "<network><name>b</name><bridge name='brb'/><ip address='10.0.2.1' prefix='24'/>"
              + "<ip family='ipv6' address='2001:db8:2::1' prefix='64'/></network>",
          "c",
          "<network ipv6='yes'><name>c</name><forward mode='route' dev='eth7'/>"
              + "<bridge name='brc'/><ip address='10.0.3.1' prefix='24'/></network>");

  private static final String FILTER =
      "<filter name='f'><rule action='accept' direction='in'><tcp dstportstart='22'/></rule>"
          + "<rule action='drop' direction='inout'><all-ipv6/></rule></filter>";

  private static Collection<List<String>> orders() {
    return Collections2.permutations(List.of("a", "b", "c"));
  }

  /** What is predicted is loaded as it happens, and kept as rulesets, too. */
  private static final class Predicted {

    private final NetworkNamespace scratch;
    private final Map<Family, Ruleset> now = new EnumMap<>(Family.class);

    Predicted(NetworkNamespace scratch) {
      this.scratch = scratch;
      Stream.of(Family.values()).forEach(family -> now.put(family, Ruleset.empty(family)));
    }

    void change(Function<Ruleset, Change> how) {
      Map<Family, String> texts =
          Stream.of(Family.values()).collect(toMap(family -> family, family -> apply(family, how)));
      scratch.load(
          new RestoreTexts(
              texts.get(Family.IPV4), texts.get(Family.IPV6), texts.get(Family.BRIDGE)));
    }

    private String apply(Family family, Function<Ruleset, Change> how) {
      Change change = how.apply(now.get(family));
      now.put(family, now.get(family).after(change));
      return RestoreText.write(change);
    }

    void assertSame(KernelState theirs, String when) {
      KernelStateAssertion.assertSame(theirs, KernelState.capture(scratch), when);
    }
  }

  private static CompiledNetwork compiled(String name) {
    String xml = DOCUMENTS.get(name);
    return FilterCompiler.compile(LibvirtXml.readNetwork(XmlSource.text(xml, name)).value());
  }

  private static CompiledInterface bound(String device) {
    FilterLibrary library =
        StockFilters.library()
            .with(LibvirtXml.readFilter(XmlSource.text(FILTER, "filter")).value());
    return FilterCompiler.compile(
        LibvirtXml.readFilterBinding(XmlSource.text(Bindings.of(device, "f"), device)).value(),
        CompileOptions.builder().library(library).build());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void startedAndDestroyed(List<String> order, LibvirtDaemon daemon, NetworkNamespace scratch) {
    Predicted predicted = new Predicted(scratch);
    try {
      daemon.define(FILTER);
      for (String name : order) {
        CompiledNetwork network = compiled(name);
        daemon.networks().create(DOCUMENTS.get(name));
        predicted.change(network::daemonChains);
        predicted.change(now -> network.start(now.family()));
        predicted.assertSame(daemon.networks().capture(), "after the start of " + name);
      }
      CompiledHost machines = new CompiledHost(List.of(bound("vnet0"), bound("vnet1")));
      for (CompiledInterface machine : machines.interfaces()) {
        daemon.addTap(machine.name().name());
        daemon.createBinding(Bindings.of(machine.name().name(), "f"));
      }
      predicted.change(now -> machines.change(now.family()));
      predicted.assertSame(daemon.networks().capture(), "with two interfaces");
      for (String name : otherOrder(order)) {
        daemon.networks().destroy(name);
        predicted.change(compiled(name)::destroy);
        predicted.assertSame(daemon.networks().capture(), "after the end of " + name);
      }
    } finally {
      daemon.reset();
      scratch.flush();
    }
  }

  /** {@return the second, the third, the first} */
  private static List<String> otherOrder(List<String> order) {
    List<String> other = new ArrayList<>(order);
    Collections.rotate(other, -1);
    return other;
  }
}
