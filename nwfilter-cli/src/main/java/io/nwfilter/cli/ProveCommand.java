package io.nwfilter.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.guarantee.Conclusion;
import io.nwfilter.netfilter.guarantee.HostProver;
import io.nwfilter.netfilter.guarantee.Requirement;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.query.QueryException;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves for all packets that none, all or only some arrive. */
@Command(
    name = "prove",
    description = {
      "Proves for all packets at once that some never arrive, always arrive, or that no others do;"
          + " or prints a packet that shows the opposite, with the rule that decides on it. The"
          + " host is that of the documents, of dumps of its rules, or of both.",
      ""
    },
    footer = {
      "%nA query is a line such as 'from-vm src-mac != $MAC' or 'to-vm tcp dport 22 from"
          + " 10.0.0.0/8'; docs/queries.md has all of it.",
      "%nExamples:",
      "  nwfilter prove guest.xml --never 'from-vm src-mac != $MAC'",
      "  nwfilter prove default.xml guest.xml \\",
      "    --always 'to-vm tcp dport 22 from 10.0.0.0/8'"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all is proved; what is vacuous would be, whatever the rules are",
      "1:something is refuted, cannot be decided, or does not apply",
      "2:bad usage or input, or output that cannot be written"
    })
final class ProveCommand extends VerdictCommand {

  @Mixin private GuestOptions guests;
  @Mixin private TimeLimitOption timeLimit;

  /** In the order of the command line. */
  @ArgGroup(multiplicity = "0..*")
  private List<Claim> claims = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  ProveCommand() {}

  @Override
  Output verdict() {
    if (claims.isEmpty()) {
      throw Usage.bad(spec(), "nothing to prove: --never, --always or --only");
    }
    DescribedHost described = guests.read(spec(), findings());
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = described.host();
    List<Subject> subjects = described.subjects(host, described.guests(guests.dev()));
    subjects.forEach(described::warnOfInterfacesLeftOut);
    Map<Subject, List<Requirement>> requirements =
        Maps.toMap(subjects, one -> requirements(one.guest(), one.simulator().situation()));
    TimeLimit limit = timeLimit.budget().timeLimit();
    List<List<Conclusion>> conclusions =
        Cores.with(
            cores ->
                HostProver.of(described.alike(host), cores)
                    .withTimeLimit(limit)
                    .statements(
                        subjects,
                        subject ->
                            requireNonNull(requirements.get(subject)).stream()
                                .map(one -> one.statement(subject))
                                .toList()));
    described.warnOfUnused(host);
    List<Proven<Requirement>> results =
        Proven.all(subjects, subject -> requireNonNull(requirements.get(subject)), conclusions);
    return () -> print(results);
  }

  private List<Requirement> requirements(Guest guest, Situation situation) {
    ImmutableList.Builder<Requirement> all = ImmutableList.builder();
    Set<End> ends = ends(situation);
    for (Claim claim : claims) {
      try {
        PacketQuery query =
            PacketQuery.parse(claim.query(), GuestVariables.of(guest, situation), ends);
        all.add(new Requirement(claim.kind(), query));
      } catch (QueryException e) {
        throw new UnreadableTextException(spec().commandLine(), claim.option(), e);
      }
    }
    return all.build();
  }

  /** {@return where packets may arrive} */
  private static Set<End> ends(Situation situation) {
    return situation.entries().stream()
        .flatMap(entry -> Ways.from(situation, entry).stream())
        .map(Way::end)
        .collect(ImmutableSet.toImmutableSet());
  }

  private int print(List<Proven<Requirement>> results) {
    ProofOutput output = new ProofOutput(out());
    if (guests.isJson()) {
      output.requirements(results);
    } else {
      output.text(results);
    }
    return results.stream().allMatch(one -> one.proof().isProved())
        ? NwfilterCommand.OK
        : NwfilterCommand.BAD_INPUT;
  }
}
