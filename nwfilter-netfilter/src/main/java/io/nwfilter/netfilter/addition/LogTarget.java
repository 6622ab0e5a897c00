package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Where a log goes.
 *
 * <ul>
 *   <li>{@link Kernel}: the kernel's log, which {@code dmesg} and syslog show
 *   <li>{@link Group}: a group of nfnetlink_log, to which a program such as ulogd listens
 * </ul>
 */
public sealed interface LogTarget {

  /** {@return the longest prefix, in bytes, that both iptables and ebtables take} */
  int maxPrefix();

  /**
   * Calls the function for this variant.
   *
   * @param kernel for the kernel's log
   * @param group for a group of nfnetlink_log
   * @param <R> what the functions return
   * @return what it returns
   */
  <R> R map(Function<Kernel, R> kernel, Function<Group, R> group);

  /** {@return the kernel's log, at the level of a warning} */
  static LogTarget kernel() {
    return new Kernel(LogLevel.WARNING);
  }

  /**
   * {@return the kernel's log}
   *
   * @param level how urgent the messages are
   */
  static LogTarget kernel(LogLevel level) {
    return new Kernel(level);
  }

  /**
   * {@return a group of nfnetlink_log}
   *
   * @param group 1 to {@value Group#MAX}
   * @throws IllegalArgumentException if it is outside
   */
  static LogTarget nflog(int group) {
    return new Group(group);
  }

  /**
   * The kernel's log: {@code LOG} of iptables, {@code --log} of ebtables. The kernel writes what
   * happens in network namespaces other than the first only if {@code
   * net.netfilter.nf_log_all_netns} is 1.
   *
   * @param level how urgent the messages are
   */
  record Kernel(LogLevel level) implements LogTarget {

    /**
     * iptables-extensions(8): up to 29 letters; it cuts off the rest, ebtables 1.8.9 refuses it.
     */
    private static final int MAX_PREFIX = 29;

    /**
     * Checks that there is a level.
     *
     * @param level how urgent the messages are
     */
    public Kernel {
      requireNonNull(level, "level");
    }

    @Override
    public int maxPrefix() {
      return MAX_PREFIX;
    }

    @Override
    public <R> R map(Function<Kernel, R> kernel, Function<Group, R> group) {
      return kernel.apply(this);
    }
  }

  /**
   * A group of nfnetlink_log: {@code NFLOG} of iptables, {@code --nflog} of ebtables.
   *
   * @param group its number, 1 to {@value #MAX}; iptables knows group 0 as well, but ebtables does
   *     not take it (1.8.9)
   */
  record Group(int group) implements LogTarget {

    /** The highest group (ebtables(8), {@code --nflog-group}). */
    public static final int MAX = 65_535;

    /** iptables takes 64 bytes, but ebtables 1.8.9 refuses more than 63. */
    private static final int MAX_PREFIX = 63;

    /**
     * Checks the number.
     *
     * @param group its number
     * @throws IllegalArgumentException if it is outside 1 to {@value #MAX}
     */
    public Group {
      if (group < 1 || group > MAX) {
        throw new IllegalArgumentException("NFLOG group " + group + " is outside 1.." + MAX);
      }
    }

    @Override
    public int maxPrefix() {
      return MAX_PREFIX;
    }

    @Override
    public <R> R map(Function<Kernel, R> kernel, Function<Group, R> group) {
      return group.apply(this);
    }
  }
}
