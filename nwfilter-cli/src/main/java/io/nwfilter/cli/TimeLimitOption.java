package io.nwfilter.cli;

import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a command may look at sets of packets. */
final class TimeLimitOption {

  static final String NAME = "--time-limit";

  private static final double LONGEST = 1e9;
  private static final int MILLIS = 1000;

  @Option(
      names = NAME,
      paramLabel = "SECONDS",
      converter = Converter.class,
      description =
          "How long sets of packets are looked at, all in all. What was found until then is"
              + " printed, and that it is not all.")
  private @Nullable Duration limit;

  private @Nullable AnalysisBudget budget;

  /** Creates the option, which picocli fills. */
  TimeLimitOption() {}

  /** {@return what everything that the command analyses may need; the time begins with this} */
  AnalysisBudget budget() {
    if (budget == null) {
      budget =
          limit == null
              ? AnalysisBudget.DEFAULT
              : AnalysisBudget.DEFAULT.until(TimeLimit.fromNow(limit));
    }
    return budget;
  }

  /** Reads seconds. */
  static final class Converter implements ITypeConverter<Duration> {

    /** Creates a converter. */
    Converter() {}

    @Override
    public Duration convert(String text) {
      if (!text.matches("[0-9]{1,10}([.][0-9]{1,3})?") || Double.parseDouble(text) > LONGEST) {
        throw new TypeConversionException(
            "'" + text + "' is not a number of seconds such as 10 or 0.5");
      }
      return Duration.ofMillis(Math.round(Double.parseDouble(text) * MILLIS));
    }
  }
}
