package io.nwfilter.cli;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.HostAnalysis;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.guarantee.Conclusion;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.HostProver;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries whether filters guarantee something for all packets, or proves it. */
@Command(
    name = "verify",
    description = {
      "Tries whether filters guarantee something for all packets, such as that no frame leaves a"
          + " guest with a foreign MAC address, by sending many packets that are likely to show the"
          + " opposite. If one does, the smallest such packet is printed, with the rule that"
          + " decides on it. The host is that of the documents, of dumps of its rules, or of both.",
      "",
      "A packet checks a guarantee if only the rules keep it from refuting it: how many did is"
          + " printed of each guarantee that holds. If none did, it is vacuous, such as that"
          + " nothing gets around a filter which drops nothing.",
      "",
      "With --prove, each guarantee is proved for all packets at once, or refuted by one. It is"
          + " vacuous then if it would be proved whatever the rules are that decide on what it is"
          + " about.",
      ""
    },
    footer = {
      "%nA network among the files says whether the host routes what machines send, or translates"
          + " addresses; without one, they are bridged.",
      "%nExamples:",
      "  nwfilter verify guest.xml --guarantee no-foreign-source-mac",
      "  nwfilter verify default.xml guest.xml --guarantee only-tcp-ports-open=22,80",
      "  nwfilter verify --prove guest.xml",
      "  nwfilter verify --list"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all guarantees hold, or are proved; without --guarantee, also those that are vacuous or do"
          + " not apply",
      "1:a guarantee fails, depends on what is not known, or cannot be decided; with --guarantee,"
          + " also if it is vacuous or does not apply",
      "2:bad usage or bad input, for which nothing is printed, or output that cannot be written"
    })
final class VerifyCommand extends VerdictCommand {

  private static final int REFUTED = 1;

  @Mixin private GuestOptions guests;
  @Mixin private TimeLimitOption timeLimit;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      description =
          "A guarantee, as --list names them. May be given several times; without it, all are"
              + " tried.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Lists the guarantees, and what they do not cover.")
  private boolean list;

  @Option(
      names = "--prove",
      description =
          "Proves the guarantees for all packets at once instead of trying some: docs/proof.md says"
              + " what is assumed.")
  private boolean prove;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "How many packets are tried. The default is ${DEFAULT-VALUE}.",
      defaultValue = "" + Guarantee.DEFAULT_TRIES)
  private int tries;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Which packets are tried: for a seed always the same. The default is ${DEFAULT-VALUE}.",
      defaultValue = "" + Guarantee.DEFAULT_SEED)
  private long seed;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  VerifyCommand() {}

  @Override
  Output verdict() {
    List<Guarantee> guarantees = guarantees();
    if (list) {
      return () -> printList(guarantees);
    }
    if (tries < 1) {
      throw Usage.bad(spec(), "--tries: " + tries + " is less than 1");
    }
    refuseOptionsOfTheOther();
    DescribedHost described = guests.read(spec(), findings());
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = described.host();
    List<Subject> subjects = subjects(described, host);
    return prove
        ? proved(described.alike(host), subjects, guarantees)
        : tried(subjects, guarantees);
  }

  /** Trials and proofs have options that the other does not have. */
  private void refuseOptionsOfTheOther() {
    for (String option : List.of("--tries", "--seed")) {
      if (prove && spec().commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.bad(spec(), option + ": with --prove, no packets are tried");
      }
    }
    if (!prove && spec().commandLine().getParseResult().hasMatchedOption(TimeLimitOption.NAME)) {
      throw Usage.bad(spec(), TimeLimitOption.NAME + ": only proofs end early, with --prove");
    }
  }

  private List<Subject> subjects(DescribedHost described, Host host) {
    List<Guest> all = described.guests(guests.dev());
    described.warnOfUnused(host);
    List<Subject> subjects = described.subjects(host, all);
    subjects.forEach(described::warnOfInterfacesLeftOut);
    return subjects;
  }

  private Output tried(List<Subject> subjects, List<Guarantee> guarantees) {
    List<Verified> results = new ArrayList<>();
    for (Subject subject : subjects) {
      for (Guarantee guarantee : guarantees) {
        results.add(
            new Verified(
                subject.guest().port(), guarantee, guarantee.verify(subject, tries, seed)));
      }
    }
    return () -> print(results);
  }

  private Output proved(AlikeGuests alike, List<Subject> subjects, List<Guarantee> guarantees) {
    TimeLimit limit = timeLimit.budget().timeLimit();
    List<List<Conclusion>> conclusions =
        Cores.with(
            cores ->
                HostProver.of(alike, cores).withTimeLimit(limit).guarantees(subjects, guarantees));
    List<Proven<Guarantee>> results = Proven.all(subjects, any -> guarantees, conclusions);
    return () -> printProofs(results);
  }

  private List<Guarantee> guarantees() {
    return names.isEmpty()
        ? Guarantees.all()
        : names.stream()
            .map(name -> Usage.legal(spec(), "--guarantee", name, VerifyCommand::guarantee))
            .toList();
  }

  private static Guarantee guarantee(String name) {
    try {
      return Guarantees.named(name);
    } catch (IllegalArgumentException e) {
      List<String> known = Guarantees.all().stream().map(Guarantee::name).toList();
      throw new IllegalArgumentException(
          e.getMessage()
              + (known.contains(name.replaceFirst("=.*", ""))
                  ? ""
                  : ": choose one of " + String.join(", ", known))
              + Usage.suggestion(name, known),
          e);
    }
  }

  private int printList(List<Guarantee> guarantees) {
    for (Guarantee guarantee : guarantees) {
      out().println(guarantee.name());
      out().println("  " + guarantee.says());
      out().println("  " + guarantee.doesNotCover());
    }
    return NwfilterCommand.OK;
  }

  private int print(List<Verified> results) {
    VerificationOutput output = new VerificationOutput(out());
    if (guests.isJson()) {
      output.json(results);
    } else {
      output.text(results);
    }
    return results.stream().allMatch(this::isFine) ? NwfilterCommand.OK : REFUTED;
  }

  private int printProofs(List<Proven<Guarantee>> results) {
    ProofOutput output = new ProofOutput(out());
    if (guests.isJson()) {
      output.guarantees(results);
    } else if (!names.isEmpty()) {
      output.guaranteesInFull(results);
    } else {
      output.text(results);
    }
    return results.stream().allMatch(this::isFine) ? NwfilterCommand.OK : REFUTED;
  }

  private boolean isFine(Proven<Guarantee> one) {
    return names.isEmpty() ? !one.isInDoubt() : one.proof().isProved() && !one.vacuous();
  }

  /** What was asked for by name has to hold; of all guarantees, some have nothing to say. */
  private boolean isFine(Verified one) {
    return names.isEmpty() ? !one.isInDoubt() : one.result().holds();
  }
}
