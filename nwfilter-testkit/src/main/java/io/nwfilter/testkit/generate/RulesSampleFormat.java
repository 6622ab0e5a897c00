package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.InexpressibleException;
import io.nwfilter.netfilter.text.SaveText;
import java.util.stream.Collectors;
import net.jqwik.api.SampleReportingFormat;

/**
 * Shows the sample that falsified a property, as the tools print it. jqwik finds this class by
 * itself.
 */
public final class RulesSampleFormat implements SampleReportingFormat {

  /** Makes the format; jqwik calls this. */
  public RulesSampleFormat() {}

  @Override
  public boolean appliesTo(Object value) {
    return value instanceof Ruleset;
  }

  @Override
  public Object report(Object value) {
    Ruleset ruleset = (Ruleset) value;
    return SampleReportingFormat.plainLabel("\n" + touched(ruleset).stripTrailing());
  }

  /** Unused base chains are left out. */
  private static String touched(Ruleset ruleset) {
    Ruleset used =
        new Ruleset(
            ruleset.family(),
            ruleset.tables().values().stream()
                .filter(table -> !table.isUntouched())
                .collect(ImmutableMap.toImmutableMap(table -> table.name(), table -> table)));
    try {
      return SaveText.write(used)
          .lines()
          .filter(line -> !line.endsWith(" ACCEPT [0:0]"))
          .collect(Collectors.joining("\n"));
    } catch (InexpressibleException e) {
      return ruleset + " (" + e.getMessage() + ")";
    }
  }
}
