package io.nwfilter.testkit.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for what the harness makes on a host: {@code nwf}, the id of this process and a counter.
 *
 * <p>A name says who made the thing, so that a later run can remove what a killed one left.
 */
public final class RunName {
  private static final Pattern FORM = Pattern.compile("nwf([0-9]{1,9})x[0-9]+");
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private RunName() {}

  /**
   * Returns a name that this process did not use before.
   *
   * @return the name, such as {@code nwf4711x3}
   */
  public static String next() {
    return "nwf" + ProcessHandle.current().pid() + 'x' + COUNTER.incrementAndGet();
  }

  /**
   * Returns whether a name is one of a process that runs no more.
   *
   * @param name any name
   * @return whether it has the form of {@link #next()} and its process is gone
   */
  public static boolean isLeftover(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }
}
