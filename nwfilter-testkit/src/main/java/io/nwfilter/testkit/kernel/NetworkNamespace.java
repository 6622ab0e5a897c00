package io.nwfilter.testkit.kernel;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A network namespace of its own: interfaces and netfilter rules that nothing else on the host
 * sees.
 *
 * <p>Closing deletes it. If the JVM ends before that, a shutdown hook does; if the JVM is killed,
 * the next run does.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final String SEPARATOR = "%%";

  // One shell for all tools: entering a namespace costs as much as listing the rules in it.
  private static final String DUMP =
      """
      set -e
      iptables-save
      echo '%%'
      ip6tables-save
      echo '%%'
      ebtables-save
      """;

  // A table that a restore text names is emptied; only those that exist are named, to make none.
  private static final String FLUSH =
      """
      set -e
      for tool in iptables ip6tables; do
        text=$($tool-save | sed -n -e 's/^\\(:[^ ]* \\)[A-Z][A-Z]* .*/\\1ACCEPT [0:0]/p' \\
          -e '/^\\*/p' -e '/^COMMIT/p')
        [ -z "$text" ] || printf '%s\\n' "$text" | $tool-restore
      done
      text=$(ebtables-save | sed -n -e '/^\\*/p')
      [ -z "$text" ] || printf '%s\\n' "$text" | ebtables-restore
      """;

  private final String name;
  private final Thread shutdownHook;
  private boolean closed;

  private NetworkNamespace(String name) {
    this.name = name;
    this.shutdownHook = new Thread(this::delete, "delete-" + name);
  }

  /**
   * Makes a network namespace whose loopback interface is up.
   *
   * @return the namespace, to be closed by the caller
   * @throws CommandFailedException if the host does not let this process make one
   */
  public static NetworkNamespace create() {
    LeftoverNamespaces.removeOnce();
    NetworkNamespace namespace = new NetworkNamespace(RunName.next());
    Command.of("ip", "netns", "add", namespace.name).runSuccessfully();
    Runtime.getRuntime().addShutdownHook(namespace.shutdownHook);
    namespace.ip("link set lo up");
    return namespace;
  }

  /**
   * Returns the name by which {@code ip netns} knows this namespace.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns a command that will run in this namespace.
   *
   * @param words the program and its arguments
   * @return the command
   */
  public Command command(String... words) {
    return Command.of(
        ImmutableList.<String>builder().add("ip", "netns", "exec", name).add(words).build());
  }

  /**
   * Runs a command in this namespace and waits for its end.
   *
   * @param stdin the command's standard input
   * @param command the program and its arguments
   * @return the result of the command, whatever its exit code
   * @throws CommandFailedException if the command cannot be started or does not end within two
   *     minutes
   */
  public CommandResult exec(String stdin, String... command) {
    return command(command).withInput(stdin).run();
  }

  /**
   * Makes a tap interface and sets it up.
   *
   * @param device the interface's name, at most 15 characters
   * @throws CommandFailedException if there is one of that name, or the name is not legal
   */
  public void addTap(String device) {
    ip("tuntap add dev " + device + " mode tap\nlink set dev " + device + " up");
  }

  /**
   * Deletes an interface.
   *
   * @param device the interface's name
   * @throws CommandFailedException if nothing has that name
   */
  public void deleteLink(String device) {
    ip("link delete dev " + device);
  }

  /**
   * Adds rules with {@code --noflush}, in the order iptables, ip6tables, ebtables. What the
   * families before a refused one loaded stays.
   *
   * @param texts the rules; blank texts are not given to their tools
   * @throws RestoreRefusedException if a tool refuses its text
   */
  public void load(RestoreTexts texts) {
    for (TableFamily family : TableFamily.values()) {
      restore(family, texts.of(family), "--noflush");
    }
  }

  /**
   * Checks that the tools accept rules, without changing this namespace.
   *
   * <p>The check is weaker than {@link #load(RestoreTexts)}: {@code --test} of the nf_tables
   * versions accepts a jump to a chain that does not exist. {@code ebtables-restore} knows no test,
   * so its text is loaded into a new namespace that is then thrown away.
   *
   * @param texts the rules; blank texts are not given to their tools
   * @throws RestoreRefusedException if a tool refuses its text
   */
  public void test(RestoreTexts texts) {
    restore(TableFamily.IPTABLES, texts.iptables(), "--noflush", "--test");
    restore(TableFamily.IP6TABLES, texts.ip6tables(), "--noflush", "--test");
    if (!texts.ebtables().isBlank()) {
      try (NetworkNamespace scratch = create()) {
        scratch.restore(TableFamily.EBTABLES, texts.ebtables(), "--noflush");
      }
    }
  }

  /**
   * Returns a command of a system, perhaps of another release, that will run in this namespace.
   *
   * @param system where the program is
   * @param words the program and its arguments
   * @return the command
   */
  public Command command(SystemRoot system, String... words) {
    return command(system.command(words).toArray(new String[0]));
  }

  /**
   * Returns what the three {@code -save} tools print here.
   *
   * @return their outputs
   * @throws CommandFailedException if one of them fails
   */
  public SaveTexts dump() {
    return dump(SystemRoot.HOST);
  }

  /**
   * Returns what the three {@code -save} tools of a system print here.
   *
   * @param system where the tools are
   * @return their outputs
   * @throws CommandFailedException if one of them fails
   */
  public SaveTexts dump(SystemRoot system) {
    String output = command(system, "sh", "-c", DUMP).runSuccessfully().stdout();
    List<String> texts = Splitter.on(SEPARATOR + "\n").splitToList(output);
    return new SaveTexts(texts.get(0), texts.get(1), texts.get(2));
  }

  /**
   * Empties every table of the three families: no rules, no chains but the built-in ones, and those
   * with the policy ACCEPT. Interfaces stay.
   *
   * @throws CommandFailedException if a tool fails
   */
  public void flush() {
    command("sh", "-c", FLUSH).runSuccessfully();
  }

  /**
   * Deletes every table of nftables, also those that iptables, ip6tables and ebtables made.
   * Interfaces stay.
   *
   * @param system where {@code nft} is
   * @throws CommandFailedException if it fails
   */
  public void flushNftables(SystemRoot system) {
    command(system, "nft", "flush", "ruleset").runSuccessfully();
  }

  /** Deletes the namespace, and with it its interfaces and rules. Closing again does nothing. */
  @Override
  public void close() {
    if (!delete()) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook finds the namespace deleted.
    }
  }

  private synchronized boolean delete() {
    if (closed) {
      return false;
    }
    closed = true;
    Command.of("ip", "netns", "delete", name).run();
    return true;
  }

  private void ip(String lines) {
    Command.of("ip", "-netns", name, "-batch", "-").withInput(lines + "\n").runSuccessfully();
  }

  private void restore(TableFamily family, String text, String... options) {
    if (text.isBlank()) {
      return;
    }
    String[] words =
        ImmutableList.<String>builder()
            .add(family.restoreCommand())
            .add(options)
            .build()
            .toArray(String[]::new);
    CommandResult result = exec(text, words);
    if (!result.succeeded()) {
      throw new RestoreRefusedException(family, text, result);
    }
  }
}
