package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.diagram.Diagram;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionOrder;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.Listing;
import io.nwfilter.netfilter.text.ListingOptions;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the rules of dumps, or how two dumps differ. */
@Command(
    name = "rules",
    description = {
      "Prints the rules in dumps of iptables-save, ip6tables-save, ebtables-save and nft list"
          + " ruleset, or compares two dumps.",
      ""
    },
    footer = {
      "%nExamples:",
      "  iptables-save | nwfilter rules -",
      "  nwfilter rules --diff yesterday.save today.save",
      "  nwfilter rules --format svg iptables.save ebtables.save > host.svg"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:printed; with --diff, the rules are the same",
      "1:bad input, for which nothing is printed, or output that cannot be written; with --diff,"
          + " the rules differ",
      "2:bad usage; with --diff, also bad input or output that cannot be written"
    })
final class RulesCommand extends DocumentCommand {

  private static final int DIFFERENT = 1;

  @ParentCommand private NwfilterCommand parent;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = RulesFormat.Converter.class,
      completionCandidates = RulesFormat.Converter.class,
      description =
          "How rules are printed: ${COMPLETION-CANDIDATES}. The default is listing, as iptables"
              + " -L -n -v and ebtables -L print them; save is what the -save tools print and the"
              + " -restore tools load. The others draw which chains lead to which, for all dumps"
              + " in one picture: a flowchart of Mermaid, text for Graphviz, and an SVG document"
              + " that Graphviz draws if it is installed.")
  private @Nullable RulesFormat format;

  @Mixin private PictureOptions pictures;

  @Option(names = "--line-numbers", description = "Numbers the rules of each chain in listings.")
  private boolean lineNumbers;

  @Option(
      names = "--family",
      paramLabel = "FAMILY",
      converter = FamilyName.class,
      completionCandidates = FamilyName.class,
      description =
          "What the rules filter: ${COMPLETION-CANDIDATES} (ebtables). Needed only for dumps that"
              + " do not start with the comment that says which tool printed them.")
  private @Nullable Family family;

  @Option(
      names = "--diff",
      description =
          "Compares two dumps rule by rule; counters, comment lines and the order of tables and"
              + " chains do not count. Lines that only the first has start with -, lines that only"
              + " the second has with +.")
  private boolean diff;

  @Parameters(
      arity = "1..*",
      paramLabel = "DUMP",
      description =
          "The output of a -save tool, or of nft list ruleset; - is standard input. Of nftables,"
              + " both forms are what nft lists.")
  private List<String> names = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  RulesCommand() {}

  @Override
  int failure() {
    return diff ? VerdictCommand.TROUBLE : NwfilterCommand.BAD_INPUT;
  }

  @Override
  Output read() {
    DumpReader reader = new DumpReader(spec(), parent.in(), family, findings());
    if (diff) {
      parent.failWith(VerdictCommand.TROUBLE);
      requireComparable();
      ImmutableList<Dump> dumps = reader.read(names);
      return compare(dumps.get(0), dumps.get(1));
    }
    Optional<PictureFormat> picture = picture();
    pictures.require(picture, spec());
    if (lineNumbers && (format == RulesFormat.SAVE || picture.isPresent())) {
      throw Usage.bad(spec(), "--line-numbers can only be used with listings");
    }
    ImmutableList<Dump> dumps = reader.read(names);
    if (picture.isPresent()) {
      return draw(dumps, picture.get());
    }
    return () -> {
      for (Dump dump : dumps) {
        print(dump);
      }
      return NwfilterCommand.OK;
    };
  }

  private Optional<PictureFormat> picture() {
    return Optional.ofNullable(format).flatMap(RulesFormat::picture);
  }

  private Output draw(ImmutableList<Dump> dumps, PictureFormat format) {
    Map<Family, Dump.OfTool> known = new EnumMap<>(Family.class);
    for (Dump each : dumps) {
      if (each instanceof Dump.Empty) {
        continue;
      }
      if (!(each instanceof Dump.OfTool dump)) {
        throw Usage.bad(
            spec(),
            "--format "
                + EnumNames.of(format)
                + " draws chains of iptables, ip6tables and ebtables, and "
                + each.name()
                + " is of nftables");
      }
      Dump other = known.putIfAbsent(dump.ruleset().family(), dump);
      if (other != null) {
        throw Usage.bad(
            spec(),
            String.format(
                "--format %s draws one host, but %s and %s are both of %s",
                EnumNames.of(format), other.name(), dump.name(), dump.ruleset().family().tool()));
      }
    }
    Diagram diagram = Diagram.of(known.values().stream().map(Dump.OfTool::ruleset).toList());
    return () -> {
      pictures.print(diagram, format, parent.out());
      return NwfilterCommand.OK;
    };
  }

  private void requireComparable() {
    if (names.size() != 2) {
      throw Usage.bad(spec(), "--diff compares two dumps, not " + names.size());
    }
    if (format != null || lineNumbers) {
      throw Usage.bad(spec(), "--diff cannot be used with --format or --line-numbers");
    }
    pictures.require(Optional.empty(), spec());
  }

  private Output compare(Dump one, Dump other) {
    if (one instanceof Dump.OfNft before && other instanceof Dump.OfNft after) {
      return compare(before, after);
    }
    if (one instanceof Dump.OfTool before && other instanceof Dump.OfTool after) {
      return compare(before, after);
    }
    if (one instanceof Dump.Empty || other instanceof Dump.Empty) {
      return compare(like(one, other), like(other, one));
    }
    throw new TextException(
        TextCode.RULES_OTHER_FAMILY,
        "only one of both dumps is of nftables",
        SourceLocation.of(other.name()));
  }

  /** {@return a dump or, if it is empty, one without rules of the tool of another} */
  private static Dump like(Dump dump, Dump other) {
    if (!(dump instanceof Dump.Empty)) {
      return dump;
    }
    return other instanceof Dump.OfTool tool
        ? new Dump.OfTool(dump.name(), Ruleset.empty(tool.ruleset().family()))
        : new Dump.OfNft(dump.name(), NftRuleset.EMPTY);
  }

  private Output compare(Dump.OfNft one, Dump.OfNft other) {
    NftDifferenceText difference = new NftDifferenceText(one.ruleset(), other.ruleset());
    return () -> {
      difference.print(out());
      return difference.isEmpty() ? NwfilterCommand.OK : DIFFERENT;
    };
  }

  private Output compare(Dump.OfTool one, Dump.OfTool other) {
    Family first = one.ruleset().family();
    Family second = other.ruleset().family();
    if (first != second) {
      throw new TextException(
          TextCode.RULES_OTHER_FAMILY,
          "these are rules for "
              + second.tool()
              + ", but the rules before them are for "
              + first.tool(),
          SourceLocation.of(other.name()));
    }
    RulesetDifference difference =
        RulesetDifference.between(OptionOrder.of(one.ruleset()), OptionOrder.of(other.ruleset()));
    return () -> {
      DifferenceText.print(difference, out());
      return difference.isEmpty() ? NwfilterCommand.OK : DIFFERENT;
    };
  }

  private void print(Dump each) throws IOException {
    PrintWriter out = out();
    if (each instanceof Dump.OfNft dump) {
      print(dump, out);
    } else if (each instanceof Dump.OfTool dump) {
      print(dump, out);
    }
  }

  private void print(Dump.OfTool dump, PrintWriter out) throws IOException {
    String tool = dump.ruleset().family().tool();
    String name = names.size() > 1 ? ": " + dump.printableName() : "";
    if (format == RulesFormat.SAVE) {
      out.print("# " + tool + "-save" + name + "\n");
      SaveText.write(dump.ruleset(), out);
      return;
    }
    if (names.size() > 1) {
      out.print("# " + tool + name + "\n");
    }
    list(dump, out);
  }

  /** Prints tables of nftables: nft lists them as it reads them. */
  private void print(Dump.OfNft dump, PrintWriter out) {
    if (lineNumbers) {
      throw Usage.bad(
          spec(), "--line-numbers: nft does not number rules, and " + dump.name() + " is of it");
    }
    if (names.size() > 1) {
      out.print("# nft: " + dump.printableName() + "\n");
    }
    out.print(NftScript.write(dump.ruleset()));
  }

  private void list(Dump.OfTool dump, PrintWriter out) throws IOException {
    Listing.write(
        dump.ruleset(),
        lineNumbers ? ListingOptions.DEFAULT.withLineNumbers() : ListingOptions.DEFAULT,
        out);
  }
}
