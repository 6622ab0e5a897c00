package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostException;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionOrder;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Predicts what a host's own rules and libvirt's become together. */
@Command(
    name = "merge",
    description = {
      "Predicts the rules of a host after each of some events: its own scripts run, libvirt starts,"
          + " networks and machines start and stop. Then it says which rules no longer decide,"
          + " because libvirt's or the host's own come before them.",
      ""
    },
    footer = {
      "%nEvents, in the order in which they happen:",
      "  daemon-start, daemon-stop, daemon-restart, daemon-reload",
      "                  libvirt's daemon; reload is SIGHUP",
      "  firewalld-reload",
      "                  firewalld deletes all rules, and libvirt adds its own",
      "  start=FILE      a network, machine or interface of a document starts",
      "  stop=NAME       a network, machine or interface stops",
      "  script=FILE     the host runs commands of iptables, ip6tables, ebtables; what",
      "                  needs a shell is refused, and a command that fails is skipped",
      "  run=COMMAND     the host runs one such command",
      "  restore=DUMP    the host loads whole tables, as iptables-restore does",
      "  lost=EVENT      an event at the same time as the next one, without a lock",
      "                  (iptables before 1.4.20): of tables that the next one changes,",
      "                  this one's changes are lost",
      "%nExamples:",
      "  nwfilter merge --existing rules.save start=default.xml start=guest.xml",
      "  nwfilter merge --diff start=default.xml 'run=iptables -F' daemon-restart"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:predicted", NwfilterCommand.FAILED, "2:bad usage"})
final class MergeCommand extends DocumentCommand {

  @ParentCommand private NwfilterCommand parent;
  @Mixin private CompilationOptions compilation;

  @Option(
      names = "--existing",
      paramLabel = "DUMP",
      description =
          "The host's rules before the first event, as iptables-save, ip6tables-save, ebtables-save"
              + " or nft list ruleset print them; once for each tool. Without it, the host has"
              + " none.")
  private List<String> existing = new ArrayList<>();

  @Option(
      names = "--running",
      paramLabel = "FILE",
      description =
          "A network, domain or filterbinding that runs before the first event: its rules are in"
              + " the dumps.")
  private List<String> running = new ArrayList<>();

  @Option(
      names = "--diff",
      description = "Prints only what each event changes, with + and - before each line.")
  private boolean diff;

  @Option(names = "--last", description = "Prints only the rules after the last event.")
  private boolean last;

  @Parameters(arity = "1..*", paramLabel = "EVENT", description = "What happens, in order.")
  private List<String> events = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  MergeCommand() {}

  /** The host after an event. */
  private record Step(String event, Host before, Host after) {}

  @Override
  Output read() {
    if (diff && last) {
      throw Usage.bad(spec(), "--diff and --last exclude each other");
    }
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    CompileOptions options =
        compilation
            .withoutLibrary(spec())
            .library(compilation.library(spec(), findings(), running))
            .build();
    EventSource source = new EventSource(spec(), sources, options, findings());
    List<EventSource.Occurrence> occurrences = source.occurrences(events);
    Host host = host(source);
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (EventSource.Occurrence occurrence : occurrences) {
      Host after = after(source, occurrence, host);
      steps.add(new Step(occurrence.toString(), host, after));
      host = after;
    }
    findings().addAll(host.diagnostics());
    return () -> print(steps.build());
  }

  private Host host(EventSource source) {
    Host host =
        HostDumps.of(
                spec(),
                "--existing",
                new DumpReader(spec(), parent.in(), null, findings()).read(existing),
                findings())
            .host(spec(), "--existing");
    List<CompiledRules> compiled = running.stream().map(source::running).toList();
    return compiled.isEmpty() ? host : host.withRunning(compiled);
  }

  /** An event that cannot happen and has no place in a document is named by its number. */
  private static Host after(EventSource source, EventSource.Occurrence occurrence, Host host) {
    try {
      return host.after(source.event(occurrence, host));
    } catch (HostException e) {
      Diagnostic said = e.diagnostic();
      throw said.location().equals(SourceLocation.NONE)
          ? new HostException(
              new Diagnostic(
                  said.code(),
                  said.message(),
                  SourceLocation.of(
                      "<event "
                          + occurrence.number()
                          + ": "
                          + Diagnostic.printable(occurrence.toString())
                          + ">")))
          : e;
    }
  }

  private int print(List<Step> steps) throws IOException {
    PrintWriter out = out();
    for (Step step : last ? steps.subList(steps.size() - 1, steps.size()) : steps) {
      out.print("## after " + Diagnostic.printable(step.event()) + "\n");
      for (Family family : List.of(Family.BRIDGE, Family.IPV4, Family.IPV6)) {
        print(step, family, out);
      }
      printNftables(step, out);
    }
    OverruledText.print(steps.get(steps.size() - 1).after(), out);
    return NwfilterCommand.OK;
  }

  private void printNftables(Step step, PrintWriter out) {
    NftRuleset before = step.before().nftables();
    NftRuleset after = step.after().nftables();
    if (diff) {
      NftDifferenceText difference = new NftDifferenceText(before, after);
      if (!difference.isEmpty()) {
        out.print("# nft\n");
        difference.print(out);
      }
    } else if (!after.tables().isEmpty()) {
      out.print("# nft list ruleset\n" + NftScript.write(after));
    }
  }

  private void print(Step step, Family family, PrintWriter out) throws IOException {
    Ruleset before = step.before().ruleset(family);
    Ruleset after = step.after().ruleset(family);
    if (diff) {
      RulesetDifference difference =
          RulesetDifference.between(OptionOrder.of(before), OptionOrder.of(after));
      if (!difference.isEmpty()) {
        out.print("# " + family.tool() + "\n");
        DifferenceText.print(difference, out);
      }
    } else if (!after.isEmpty()) {
      out.print("# " + family.tool() + "-save\n");
      SaveText.write(after, out);
    }
  }
}
