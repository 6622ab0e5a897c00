package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Requirement;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.query.QueryException;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      "%nA query is a line such as 'from-vm src-mac != $MAC' or 'to-vm tcp dport 22 from",
      "10.0.0.0/8'; docs/queries.md has all of it.",
      "%nExamples:",
      "  nwfilter prove guest.xml --never 'from-vm src-mac != $MAC'",
      "  nwfilter prove default.xml guest.xml --always 'to-vm tcp dport 22 from 10.0.0.0/8'"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all is proved",
      "1:something is refuted, cannot be decided, or does not apply",
      "2:bad usage or input, or output that cannot be written"
    })
final class ProveCommand extends DocumentCommand {

  private static final int TROUBLE = 2;

  @Mixin private GuestOptions guests;
  @Mixin private TimeLimitOption timeLimit;

  @Option(
      names = "--never",
      paramLabel = "QUERY",
      description =
          "None of these packets arrives, whatever was sent before. May be given several times,"
              + " like the others.")
  private List<String> never = new ArrayList<>();

  @Option(
      names = "--always",
      paramLabel = "QUERY",
      description = "All of these packets arrive that would without rules.")
  private List<String> always = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "QUERY",
      description = "No other packets of that direction arrive.")
  private List<String> only = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  ProveCommand() {}

  @Override
  int failure() {
    return TROUBLE;
  }

  @Override
  Output read() {
    ((NwfilterCommand) spec().root().userObject()).failWith(TROUBLE);
    if (never.isEmpty() && always.isEmpty() && only.isEmpty()) {
      throw Usage.bad(spec(), "nothing to prove: --never, --always or --only");
    }
    DescribedHost described = guests.read(spec(), findings());
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = described.host();
    List<Proven<Requirement>> results = new ArrayList<>();
    for (Guest guest : described.guests(guests.dev())) {
      List<Requirement> requirements = requirements(guest);
      Subject subject = described.subject(host, guest);
      Prover prover = Prover.of(subject).withTimeLimit(timeLimit.budget().timeLimit());
      for (Requirement one : requirements) {
        Proof proof = prover.prove(one.statement(subject));
        results.add(new Proven<>(guest.port(), one, proof, false));
      }
    }
    return () -> print(results);
  }

  private List<Requirement> requirements(Guest guest) {
    ImmutableList.Builder<Requirement> all = ImmutableList.builder();
    add(all, "--never", never, Requirement.Kind.NEVER, guest);
    add(all, "--always", always, Requirement.Kind.ALWAYS, guest);
    add(all, "--only", only, Requirement.Kind.ONLY, guest);
    return all.build();
  }

  private void add(
      ImmutableList.Builder<Requirement> all,
      String option,
      List<String> queries,
      Requirement.Kind kind,
      Guest guest) {
    for (String text : queries) {
      try {
        all.add(new Requirement(kind, PacketQuery.parse(text, GuestVariables.of(guest))));
      } catch (QueryException e) {
        throw new UnreadableTextException(spec().commandLine(), option, e);
      }
    }
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
