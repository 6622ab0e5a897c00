package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.guarantee.StockGuarantees.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the page about the stock filters are what trying all guarantees shows. */
class StockFiltersPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("nwfilter.rootDirectory"), "docs", "stock-filters.md");
  private static final String BEGIN =
      "<!-- begin: made from Guarantees by StockFiltersPageTest -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void tablesAreUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertTrue(0 <= begin && begin < end, "the page has no marks around its tables");
    GoldenFile.at(PAGE)
        .assertMatches(
            page.substring(0, begin)
                + BEGIN
                + tables(StockGuarantees.rows())
                + page.substring(end));
  }

  @Test
  void whatFiltersAreMeantForExists() {
    ImmutableSet<String> names =
        Guarantees.all().stream().map(Guarantee::name).collect(ImmutableSet.toImmutableSet());
    assertEquals(ImmutableSet.of(), Sets.difference(StockGuarantees.meant(), names));
    assertEquals(24, StockGuarantees.filters().size());
  }

  private static String tables(ImmutableList<Row> rows) {
    StringBuilder out = new StringBuilder();
    out.append("\n## Which filters guarantee what\n\n");
    out.append(
        "| guarantee | filters that give it, bridged, routed and with NAT |\n| --- | --- |\n");
    for (Guarantee guarantee : Guarantees.all()) {
      out.append("| `").append(guarantee.name()).append("` | ");
      out.append(
          rows.stream()
              .filter(row -> row.guarantee().name().equals(guarantee.name()) && row.holds())
              .map(row -> "`" + row.filter() + "`")
              .collect(Collectors.joining(", ")));
      out.append(" |\n");
    }
    out.append("\n## Filter by filter\n");
    for (String filter : StockGuarantees.filters()) {
      filter(filter, rows.stream().filter(row -> row.filter().equals(filter)).toList(), out);
    }
    return out.append('\n').toString();
  }

  private static void filter(String filter, List<Row> rows, StringBuilder out) {
    out.append("\n### ").append(filter).append("\n\n");
    out.append("| guarantee | bridged | routed | NAT |\n| --- | --- | --- | --- |\n");
    for (Row row : rows) {
      out.append("| `").append(row.guarantee().name()).append("` |");
      row.results().forEach(result -> out.append(' ').append(cell(row, result)).append(" |"));
      out.append('\n');
    }
  }

  private static String cell(Row row, Verification result) {
    if (result instanceof Verification.Holds holds) {
      return "holds, " + holds.checks();
    } else if (result instanceof Verification.Vacuous) {
      return "vacuous";
    } else if (result instanceof Verification.NotApplicable) {
      return "does not apply";
    } else if (!row.isMeant()) {
      return "–";
    } else if (result instanceof Verification.Fails fails) {
      return "**fails**: `" + fails.packet() + "`";
    }
    return "depends: `" + ((Verification.Depends) result).explanation().packet() + "`";
  }
}
