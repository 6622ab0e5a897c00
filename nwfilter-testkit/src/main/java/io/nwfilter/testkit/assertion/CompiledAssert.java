package io.nwfilter.testkit.assertion;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.exchange.Completion;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.ExchangeResult;
import io.nwfilter.netfilter.exchange.GuestSituation;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Assertions about compiled rules. Unless {@link #onNetwork} or {@link #forInterface} say
 * otherwise, the guest is that of the first interface, on a bridge on which everybody else is, too
 * ({@link GuestSituation}). Immutable.
 */
public final class CompiledAssert {

  private final CompiledRules compiled;
  private final Subject subject;
  private final UnaryOperator<GuestSituation> situated;

  private CompiledAssert(
      CompiledRules compiled, Subject subject, UnaryOperator<GuestSituation> situated) {
    this.compiled = compiled;
    this.subject = subject;
    this.situated = situated;
  }

  static CompiledAssert of(CompiledRules compiled) {
    return new CompiledAssert(
        requireNonNull(compiled, "compiled"), Subject.of(compiled), UnaryOperator.identity());
  }

  private CompiledAssert with(Subject other, UnaryOperator<GuestSituation> step) {
    return new CompiledAssert(compiled, other, situation -> step.apply(situated.apply(situation)));
  }

  /**
   * {@return the same assertions with a description, which failures start with}
   *
   * @param description what is tested
   */
  public CompiledAssert as(String description) {
    return with(subject.describedAs(description), UnaryOperator.identity());
  }

  /**
   * {@return the same assertions with the guest on a virtual network}
   *
   * @param network the network
   */
  public CompiledAssert onNetwork(CompiledNetwork network) {
    return with(
        subject.at("on the network '" + network.name() + "'"), situation -> situation.on(network));
  }

  /**
   * {@return the same assertions with the guest on a virtual network}
   *
   * @param network the network, which is compiled for the default release of libvirt
   * @throws io.nwfilter.netfilter.CompileException if libvirt would refuse the network
   */
  public CompiledAssert onNetwork(Network network) {
    return onNetwork(FilterCompiler.compile(network));
  }

  /**
   * {@return the same assertions about another of the interfaces}
   *
   * @param name the name of the host's interface
   */
  public CompiledAssert forInterface(String name) {
    return with(subject.at("interface " + name), situation -> situation.withGuest(name));
  }

  private GuestSituation situation() {
    return situated.apply(GuestSituation.of(compiled));
  }

  /**
   * {@return assertions about a packet that the guest sends}
   *
   * @param text the packet's short text; the MAC addresses that it does not say are the guest's and
   *     that of the next hop
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   * @throws IllegalArgumentException if no interface has a filter
   */
  public PacketAssert fromGuest(String text) {
    return fromGuest(situation().packetFromGuest(text));
  }

  /**
   * {@return assertions about a packet that the guest sends}
   *
   * @param packet the packet, with its MAC addresses as they are
   * @throws IllegalArgumentException if no interface has a filter
   */
  public PacketAssert fromGuest(Packet packet) {
    return new PacketAssert(
        subject, "the packet from the guest", situation().fromGuest(packet), Optional.empty());
  }

  /**
   * {@return assertions about a packet to the guest} It enters the host where its IP source is.
   *
   * @param text the packet's short text; the destination MAC address is the guest's unless it says
   *     otherwise or goes to all or several
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   * @throws IllegalArgumentException if no interface has a filter
   */
  public PacketAssert toGuest(String text) {
    return toGuest(situation().packetToGuest(text));
  }

  /**
   * {@return assertions about a packet to the guest} It enters the host where its IP source is.
   *
   * @param packet the packet, with its MAC addresses as they are
   * @throws IllegalArgumentException if no interface has a filter
   */
  public PacketAssert toGuest(Packet packet) {
    GuestSituation situation = situation();
    return new PacketAssert(
        subject,
        "the packet to the guest",
        situation.toGuest(packet),
        Optional.of(situation.guestEnd()));
  }

  /**
   * Checks that all packets of an exchange arrive, with every peer that is tried.
   *
   * @param exchange the exchange
   * @return these assertions
   */
  public CompiledAssert completes(Exchange exchange) {
    return ends(exchange, Completion.COMPLETE, "to complete");
  }

  /**
   * Checks that a packet of an exchange does not arrive, with every peer that is tried and whatever
   * is assumed of what is not known.
   *
   * @param exchange the exchange
   * @return these assertions
   */
  public CompiledAssert fails(Exchange exchange) {
    return ends(exchange, Completion.STOPPED, "to fail");
  }

  private CompiledAssert ends(Exchange exchange, Completion wanted, String expectation) {
    List<ExchangeResult> results = situation().run(exchange);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("the guest itself is the only peer of " + exchange);
    }
    for (ExchangeResult result : results) {
      if (result.completion() != wanted) {
        throw exchangeFailure(result, expectation);
      }
    }
    return this;
  }

  private AssertionError exchangeFailure(ExchangeResult result, String expectation) {
    Exchange exchange = result.exchange();
    String found =
        switch (result.completion()) {
          case COMPLETE -> "it completes";
          case STOPPED -> "packet " + result.packets().size() + " does not arrive";
          case UNDECIDED -> "that depends on what is not known";
        };
    return new Failure(subject, "expected " + exchange + " " + expectation + ", but " + found)
        .fact("peer", result.peer())
        .fact(
            "packet",
            result.packets().size()
                + " of "
                + exchange.messages().size()
                + ", from "
                + result.last().entry())
        .block("explanation", ExplanationText.plain(result.last()))
        .error();
  }

  /**
   * Checks that a guarantee holds: that it applies, and that of many packets that are likely to
   * refute it none does.
   *
   * @param guarantee the guarantee, one of {@link io.nwfilter.netfilter.guarantee.Guarantees}
   * @return these assertions
   */
  public CompiledAssert guarantees(Guarantee guarantee) {
    Verification result = guarantee.verify(situation());
    if (!result.holds()) {
      throw GuaranteeFailure.of(subject, guarantee, result);
    }
    return this;
  }

  /**
   * Checks that a guarantee is proved for all packets: that it applies, that no packet refutes it,
   * and that some would if the rules were others. docs/proof.md says what is assumed.
   *
   * @param guarantee the guarantee, one of {@link io.nwfilter.netfilter.guarantee.Guarantees}
   * @return these assertions
   */
  public CompiledAssert proves(Guarantee guarantee) {
    Prover prover = Prover.of(io.nwfilter.netfilter.guarantee.Subject.of(situation()));
    Proof proof = prover.prove(guarantee);
    if (!proof.isProved() || prover.isVacuous(guarantee)) {
      throw GuaranteeFailure.of(subject, guarantee, proof);
    }
    return this;
  }

  /**
   * Checks that nothing was warned about.
   *
   * @return these assertions
   */
  public CompiledAssert hasNoWarnings() {
    return hasNoWarningsExcept();
  }

  /**
   * Checks that nothing was warned about but what is known. It is one call, as {@code
   * hasNoWarnings()} fails before anything that follows it could say what is excepted.
   *
   * @param known the codes of the warnings that may be there
   * @return these assertions
   */
  public CompiledAssert hasNoWarningsExcept(DiagnosticCode... known) {
    Set<DiagnosticCode> excepted = Set.of(known);
    List<Diagnostic> unexpected =
        compiled.diagnostics().stream().filter(one -> !excepted.contains(one.code())).toList();
    if (!unexpected.isEmpty()) {
      throw new Failure(
              subject,
              excepted.isEmpty()
                  ? "expected no warnings"
                  : "expected no warnings except " + List.of(known))
          .block("warnings", lines(unexpected))
          .error();
    }
    return this;
  }

  /**
   * Checks that something was warned about.
   *
   * @param code the code of the warning
   * @return these assertions
   */
  public CompiledAssert hasWarning(DiagnosticCode code) {
    if (compiled.diagnostics().stream().noneMatch(one -> one.code() == code)) {
      throw new Failure(subject, "expected the warning " + code)
          .block("warnings", lines(compiled.diagnostics()))
          .error();
    }
    return this;
  }

  private static String lines(List<Diagnostic> diagnostics) {
    return diagnostics.isEmpty()
        ? "(none)"
        : String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList());
  }

  /**
   * {@return assertions about the rules of a family}
   *
   * @param family the family
   */
  public RulesetAssert ruleset(Family family) {
    return new RulesetAssert(compiled.ruleset(family), subject);
  }

  /**
   * Checks that the texts that load the rules are those of a golden file ({@link CompiledText#of}).
   *
   * @param file the golden file; a relative path starts at the working directory
   * @return these assertions
   */
  public CompiledAssert matchesGolden(Path file) {
    GoldenFile.at(file).assertMatches(CompiledText.of(compiled));
    return this;
  }
}
