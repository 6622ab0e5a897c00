package io.nwfilter.cli;

import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tries whether filters guarantee something for all packets. */
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
      ""
    },
    footer = {
      "%nA network among the files says whether the host routes what machines send, or translates"
          + " addresses; without one, they are bridged.",
      "%nExamples:",
      "  nwfilter verify guest.xml --guarantee no-foreign-source-mac",
      "  nwfilter verify default.xml guest.xml --guarantee only-tcp-ports-open=22,80",
      "  nwfilter verify --list"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all guarantees hold; without --guarantee, also those that are vacuous or do not apply",
      "1:a guarantee fails, or it depends on what is not known; with --guarantee, also if it is"
          + " vacuous or does not apply",
      "2:bad usage or bad input, for which nothing is printed, or output that cannot be written"
    })
final class VerifyCommand extends DocumentCommand {

  private static final int REFUTED = 1;
  private static final int TROUBLE = 2;

  @ParentCommand private NwfilterCommand parent;
  @Mixin private CompilationOptions compilation;
  @Mixin private SituationOptions situation;

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

  @Option(
      names = "--interface",
      paramLabel = "DEV",
      description =
          "The guest's interface on the host; without it, all that have a filter are tried.")
  private @Nullable String dev;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = VerifyFormat.Converter.class,
      completionCandidates = VerifyFormat.Converter.class,
      description = "How the results are printed: ${COMPLETION-CANDIDATES}. The default is text.")
  private VerifyFormat format = VerifyFormat.TEXT;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "A <network>, <domain> or <filterbinding> document, or rules as iptables-save,"
              + " ip6tables-save or ebtables-save print them; - for standard input.")
  private List<String> files = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  VerifyCommand() {}

  @Override
  int failure() {
    return TROUBLE;
  }

  @Override
  Output read() {
    parent.failWith(TROUBLE);
    List<Guarantee> guarantees = guarantees();
    if (list) {
      return () -> printList(guarantees);
    }
    if (tries < 1) {
      throw Usage.bad(spec(), "--tries: " + tries + " is less than 1");
    }
    if (files.isEmpty()) {
      throw Usage.bad(spec(), "no file: a <domain> or <filterbinding> document, or dumps of rules");
    }
    DescribedHost described = DescribedHost.read(spec(), findings(), files, compilation, situation);
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = described.host();
    List<Guest> guests = described.guests(dev);
    List<Verified> results = new ArrayList<>();
    for (Guest guest : guests) {
      Subject subject = described.subject(host, guest);
      for (Guarantee guarantee : guarantees) {
        results.add(new Verified(guest.port(), guarantee, guarantee.verify(subject, tries, seed)));
      }
    }
    return () -> print(results);
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
      throw new IllegalArgumentException(e.getMessage() + Usage.suggestion(name, known), e);
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
    if (format == VerifyFormat.JSON) {
      output.json(results);
    } else {
      output.text(results);
    }
    return results.stream().allMatch(this::isFine) ? NwfilterCommand.OK : REFUTED;
  }

  /** What was asked for by name has to hold; of all guarantees, some have nothing to say. */
  private boolean isFine(Verified one) {
    return names.isEmpty() ? !one.isInDoubt() : one.result().holds();
  }
}
