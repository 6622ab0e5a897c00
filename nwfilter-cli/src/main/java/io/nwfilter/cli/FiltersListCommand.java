package io.nwfilter.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.StockFilters;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists filters with their chains. */
@Command(
    name = "list",
    description = {
      "Lists the stock filters and those of directories: name, chain, priority of the chain, and"
          + " where the filter comes from.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter filters list",
      "  nwfilter filters list --filters /etc/libvirt/nwfilter"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:printed", NwfilterCommand.FAILED, "2:bad usage"})
final class FiltersListCommand extends DocumentCommand {

  @Mixin private FilterOptions filters;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  FiltersListCommand() {}

  /** One line of the list. */
  private record Line(String name, String chain, String priority, String from) {

    static final Line HEADING = new Line("NAME", "CHAIN", "PRIORITY", "FROM");

    static Line of(Filter filter) {
      return new Line(
          Diagnostic.printable(filter.name()),
          filter.chain().toString(),
          Integer.toString(filter.chainPriority()),
          isStock(filter) ? "stock" : Diagnostic.printable(filter.location().document()));
    }

    @SuppressWarnings("ReferenceEquality") // an equal definition in a file is not the stock filter
    private static boolean isStock(Filter filter) {
      return StockFilters.library()
          .find(filter.name())
          .filter(stock -> stock == filter)
          .isPresent();
    }
  }

  @Override
  Output read() {
    ImmutableList.Builder<Line> lines = ImmutableList.<Line>builder().add(Line.HEADING);
    filters.library(spec(), findings(), Semantics.AS_LIBVIRT, List.of()).filters().stream()
        .sorted(Comparator.comparing(Filter::name))
        .map(Line::of)
        .forEach(lines::add);
    ImmutableList<Line> all = lines.build();
    return () -> {
      print(all);
      return NwfilterCommand.OK;
    };
  }

  private void print(List<Line> lines) {
    int name = width(lines, Line::name);
    int chain = width(lines, Line::chain);
    int priority = width(lines, Line::priority);
    for (Line line : lines) {
      out()
          .print(
              Strings.padEnd(line.name, name, ' ')
                  + "  "
                  + Strings.padEnd(line.chain, chain, ' ')
                  + "  "
                  + Strings.padStart(line.priority, priority, ' ')
                  + "  "
                  + line.from
                  + "\n");
    }
  }

  private static int width(List<Line> lines, Function<Line, String> column) {
    return lines.stream().map(column).mapToInt(String::length).max().orElse(0);
  }
}
