package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.daemon.DaemonFailedException;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.KernelStateAssertion;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreRefusedException;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One comparison of what the compiler makes of some documents with what a daemon makes of them. A
 * document may be refused, by both.
 */
public final class DaemonComparison {

  private final LibvirtDaemon daemon;
  private final NetworkNamespace scratch;
  private final List<String> filters = new ArrayList<>();
  private final List<String> networks = new ArrayList<>();

  /**
   * Creates a comparison without filters besides the stock ones.
   *
   * @param daemon the daemon, without bindings
   * @param scratch an empty namespace, into which the compiler's rules are loaded
   */
  public DaemonComparison(LibvirtDaemon daemon, NetworkNamespace scratch) {
    this.daemon = daemon;
    this.scratch = scratch;
  }

  /**
   * Adds a filter.
   *
   * @param filterXml its document
   * @return this comparison
   */
  public DaemonComparison define(String filterXml) {
    filters.add(filterXml);
    return this;
  }

  /**
   * Adds a virtual network, to be started before anything is bound. If its document does not name
   * its bridge, both sides name it as libvirt does.
   *
   * @param networkXml its document
   * @return this comparison
   */
  public DaemonComparison start(String networkXml) {
    networks.add(networkXml);
    return this;
  }

  /**
   * Starts the networks, binds the filters, and checks that both sides install the same rules,
   * chain by chain and rule by rule in all three families, or that both refuse.
   *
   * @param bindingXmls the binding documents, in the order in which they are created
   * @return what both sides did
   * @throws AssertionError if the rules differ, or only one side refuses
   */
  public Outcome assertSame(String... bindingXmls) {
    ImmutableList<String> bindings = ImmutableList.copyOf(bindingXmls);
    CompiledHost compiled = null;
    String refusal = null;
    KernelState ours = KernelState.empty();
    try {
      compiled = compile(bindings);
      ours = load(compiled);
    } catch (NwfilterException e) {
      refusal = String.valueOf(e.getMessage());
    }
    boolean interim =
        compiled != null && compiled.interfaces().stream().anyMatch(CompiledInterface::interim);
    KernelState wanted = ours;
    try {
      install(bindings);
      KernelState theirs = interim ? daemonStateLike(wanted) : capture();
      if (refusal != null) {
        throw onlyOneRefuses("the compiler", refusal, bindings);
      }
      KernelStateAssertion.assertSame(theirs, ours, documents(bindings));
      return Outcome.INSTALLED;
    } catch (DaemonRefusedException e) {
      if (refusal == null) {
        throw onlyOneRefuses("the daemon", String.valueOf(e.getMessage()), bindings);
      }
      return new Outcome(refusal, String.valueOf(e.getMessage()));
    } finally {
      daemon.reset();
      scratch.flush();
    }
  }

  /**
   * What both sides did with the documents: installed the same rules, or refused.
   *
   * @param compilerRefusal why the compiler refused; empty if it did not
   * @param daemonRefusal why the daemon refused; empty if it did not
   */
  public record Outcome(String compilerRefusal, String daemonRefusal) {

    /** Both installed the same rules. */
    public static final Outcome INSTALLED = new Outcome("", "");
  }

  private KernelState capture() {
    return networks.isEmpty() ? daemon.capture() : daemon.networks().capture();
  }

  /** Rules that wait for an address are installed in the background. */
  private KernelState daemonStateLike(KernelState wanted) {
    try {
      return daemon.captureWhen(wanted::equals);
    } catch (DaemonFailedException e) {
      return daemon.capture(); // the comparison shows the difference
    }
  }

  private CompiledHost compile(ImmutableList<String> bindings) {
    List<Filter> parsed = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      parsed.add(LibvirtXml.readFilter(XmlSource.text(filters.get(i), "filter " + i)).value());
    }
    NamedBridges bridges = new NamedBridges();
    ImmutableList<Network> read =
        networks.stream()
            .map(xml -> LibvirtXml.readNetwork(XmlSource.text(xml, "network")).value())
            .map(bridges::named)
            .collect(ImmutableList.toImmutableList());
    CompileOptions options =
        CompileOptions.builder()
            .library(StockFilters.library().with(FilterLibrary.of(parsed)))
            .build();
    ImmutableList.Builder<CompiledInterface> interfaces = ImmutableList.builder();
    for (String xml : bindings) {
      FilterBinding binding = LibvirtXml.readFilterBinding(XmlSource.text(xml, "binding")).value();
      interfaces.add(FilterCompiler.compile(binding, options));
    }
    return FilterCompiler.compileHost(read, ImmutableList.of(), options)
        .withInterfaces(interfaces.build());
  }

  private KernelState load(CompiledHost compiled) {
    RestoreTexts texts =
        new RestoreTexts(
            compiled.text(Family.IPV4), compiled.text(Family.IPV6), compiled.text(Family.BRIDGE));
    Supplier<String> shown =
        () -> texts.iptables() + "\n" + texts.ip6tables() + "\n" + texts.ebtables();
    try {
      scratch.test(texts);
      scratch.load(texts);
    } catch (RestoreRefusedException e) {
      throw new AssertionError(
          new FailureMessage("the kernel refuses what was compiled")
              .fact("refusal", String.valueOf(e.getMessage()))
              .block("filters", String.join("\n", filters))
              .block("restore text", shown.get())
              .toString(),
          e);
    }
    return KernelState.capture(scratch);
  }

  private void install(ImmutableList<String> bindings) {
    filters.forEach(daemon::define);
    networks.forEach(daemon.networks()::create);
    for (String xml : bindings) {
      daemon.addTap(
          LibvirtXml.readFilterBinding(XmlSource.text(xml, "binding")).value().portDev().name());
      daemon.createBinding(xml);
    }
  }

  private AssertionError onlyOneRefuses(
      String who, String refusal, ImmutableList<String> bindings) {
    return new AssertionError(
        new FailureMessage("only " + who + " refuses")
            .fact("refusal", refusal)
            .block("documents", documents(bindings))
            .toString());
  }

  private String documents(ImmutableList<String> bindings) {
    return String.join("\n", Iterables.concat(filters, networks, bindings));
  }
}
