package io.nwfilter.cli;

import io.nwfilter.core.filter.RuleSelector;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.addition.LogLevel;
import io.nwfilter.netfilter.addition.LogPrefix;
import io.nwfilter.netfilter.addition.LogTarget;
import io.nwfilter.netfilter.addition.LoggedDrops;
import io.nwfilter.netfilter.addition.Logging;
import io.nwfilter.netfilter.addition.Traffic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that add to the rules what libvirt cannot do: a default policy, and a log. */
final class AdditionOptions {

  private static final String DROPS = "drops";
  private static final String DEFAULT_DROPS = "default-drops";

  @Option(
      names = "--default-drop",
      paramLabel = "TRAFFIC",
      description =
          "Drops what no rule of an interface's filter decides, which libvirt accepts:"
              + " LAYER[:DIRECTION], several separated by commas. Layers are ethernet, ipv4, ipv6,"
              + " ip for both of these, and all; directions are in (to the guest), out (from it)"
              + " and inout, the default. The layer ethernet sees every frame, with ARP and IP"
              + " inside as well.")
  private List<String> dropped = new ArrayList<>();

  @Option(
      names = "--log",
      paramLabel = "WHAT",
      description =
          "Logs what is dropped or rejected (drops), only what --default-drop drops"
              + " (default-drops), or what the rules of a selector match, such as"
              + " \"filter=no-ip-spoofing action=drop\"; criteria are filter, rule (its number in"
              + " the filter), action, direction, protocol, priority and comment. May be given"
              + " several times.")
  private List<String> logged = new ArrayList<>();

  @Option(
      names = "--log-prefix",
      paramLabel = "TEXT",
      description =
          "What each line of the log begins with: %%i is the interface, %%f the filter, %%a the"
              + " action, %%%% a percent sign. At most 29 characters, with --nflog-group 63. The"
              + " default is \"%%i %%f: \".")
  private @Nullable String prefix;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      converter = LogLevelName.class,
      completionCandidates = LogLevelName.class,
      description =
          "The level in the kernel's log: ${COMPLETION-CANDIDATES}. The default is warning.")
  private @Nullable LogLevel level;

  @Option(
      names = "--log-limit",
      paramLabel = "RATE",
      description =
          "How much each rule logs at most, such as 10/minute (second, minute, hour, day), or with"
              + " a burst 10/minute:20. Dropping is not limited.")
  private @Nullable String limit;

  @Option(
      names = "--nflog-group",
      paramLabel = "NUMBER",
      description =
          "Logs to this group of nfnetlink_log, 1 to 65535, for programs such as ulogd, and not to"
              + " the kernel's log.")
  private @Nullable Integer group;

  /** Creates the options, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  AdditionOptions() {}

  /** Reads the value of {@code --log-level}. */
  static final class LogLevelName extends EnumNames<LogLevel> {

    LogLevelName() {
      super(LogLevel.class);
    }
  }

  /** Adds to the options of a compilation what is asked for; bad usage if that is not legal. */
  void addTo(CompileOptions.Builder options, CommandSpec spec) {
    Set<Traffic> all = EnumSet.noneOf(Traffic.class);
    for (String traffic : dropped) {
      all.addAll(Usage.legal(spec, "--default-drop", traffic, Traffic::parse));
    }
    options.dropUndecided(all);
    logging(spec).ifPresent(options::logging);
  }

  private Optional<Logging> logging(CommandSpec spec) {
    if (logged.isEmpty()) {
      requireLog(spec, "--log-prefix", prefix);
      requireLog(spec, "--log-level", level);
      requireLog(spec, "--log-limit", limit);
      requireLog(spec, "--nflog-group", group);
      return Optional.empty();
    }
    if (group != null && level != null) {
      throw Usage.bad(spec, "--log-level cannot be used with --nflog-group, which has no levels");
    }
    Logging log =
        new Logging(target(spec), new LogPrefix(""), Optional.empty(), drops(), rules(spec));
    if (limit != null) {
      log = Usage.legal(spec, "--log-limit", limit, log::limit);
    }
    String pattern = prefix == null ? LogPrefix.DEFAULT.pattern() : prefix;
    return Optional.of(Usage.legal(spec, "--log-prefix", pattern, log::prefix));
  }

  private static void requireLog(CommandSpec spec, String option, @Nullable Object value) {
    if (value != null) {
      throw Usage.bad(spec, option + " needs --log");
    }
  }

  private LogTarget target(CommandSpec spec) {
    OptionalInt number = group == null ? OptionalInt.empty() : OptionalInt.of(group);
    return number.isPresent()
        ? Usage.legal(spec, "--nflog-group", number.getAsInt(), LogTarget::nflog)
        : LogTarget.kernel(level == null ? LogLevel.WARNING : level);
  }

  private LoggedDrops drops() {
    if (logged.contains(DROPS)) {
      return LoggedDrops.ALL;
    }
    return logged.contains(DEFAULT_DROPS) ? LoggedDrops.DEFAULT_ONLY : LoggedDrops.NONE;
  }

  private List<RuleSelector> rules(CommandSpec spec) {
    List<RuleSelector> rules = new ArrayList<>();
    for (String what : logged) {
      if (!what.equals(DROPS) && !what.equals(DEFAULT_DROPS)) {
        if (what.indexOf('=') < 0) {
          throw Usage.bad(
              spec,
              "--log: '"
                  + what
                  + "' is not drops, default-drops or a selector of rules"
                  + Usage.suggestion(what, List.of(DROPS, DEFAULT_DROPS)));
        }
        rules.add(Usage.legal(spec, "--log", what, RuleSelector::parse));
      }
    }
    return rules;
  }
}
