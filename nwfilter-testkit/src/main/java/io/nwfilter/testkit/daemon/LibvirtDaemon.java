package io.nwfilter.testkit.daemon;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A private libvirtd with the stock filters, whose rules stay in a network namespace of its own.
 *
 * <p>It has no domains, no virtual networks until a test starts some, and needs no other daemon. A
 * JVM that is killed takes it along. One thread at a time may use it.
 */
public final class LibvirtDaemon implements AutoCloseable {
  private static final Duration CAPTURE = Duration.ofSeconds(10);

  private final DaemonSettings settings;
  private final NetworkNamespace namespace;
  private final DaemonDirectory directory;
  private final StockFilters stock;
  private final DaemonNetworks networks;
  private final List<String> taps = new ArrayList<>();
  private RunningDaemon running;

  private LibvirtDaemon(
      DaemonSettings settings,
      NetworkNamespace namespace,
      DaemonDirectory directory,
      RunningDaemon running) {
    this.settings = settings;
    this.namespace = namespace;
    this.directory = directory;
    this.running = running;
    this.stock = StockFilters.read(directory);
    this.networks = new DaemonNetworks(this, directory);
  }

  /**
   * Starts a daemon and waits until it responds.
   *
   * @return the daemon, to be closed by the caller
   * @throws DaemonFailedException if it does not respond within twenty seconds
   */
  public static LibvirtDaemon start() {
    return start(DaemonSettings.DEFAULT);
  }

  /**
   * Starts a daemon, perhaps of another release, and waits until it responds.
   *
   * @param settings which daemon, and how
   * @return the daemon, to be closed by the caller
   * @throws DaemonFailedException if it does not respond within twenty seconds
   */
  public static LibvirtDaemon start(DaemonSettings settings) {
    return DaemonStart.start(settings, directory -> {}, LibvirtDaemon::new);
  }

  /**
   * Starts a daemon that finds more files next to those of the stock filters, as a host may have
   * them: of filters, or broken ones, which it skips. What it has read of them is to it as
   * delivered: {@link #reset()} keeps it.
   *
   * @param filters a directory whose files, links and directories are copied
   * @return the daemon, to be closed by the caller
   * @throws DaemonFailedException if it does not respond within twenty seconds
   */
  public static LibvirtDaemon startWith(Path filters) {
    return DaemonStart.start(
        DaemonSettings.DEFAULT, directory -> directory.addFilters(filters), LibvirtDaemon::new);
  }

  /**
   * Returns the network namespace in which the daemon installs its rules.
   *
   * @return the namespace, closed with this daemon
   */
  public NetworkNamespace namespace() {
    return namespace;
  }

  /**
   * Returns how this daemon was started.
   *
   * @return its settings
   */
  public DaemonSettings settings() {
    return settings;
  }

  /**
   * Returns the daemon's virtual networks.
   *
   * @return what defines, starts and stops them
   */
  public DaemonNetworks networks() {
    return networks;
  }

  /**
   * Makes a tap interface, to be bound, and sets it up. {@link #reset()} deletes it.
   *
   * @param device the interface's name, at most 15 characters
   */
  public void addTap(String device) {
    namespace.addTap(device);
    taps.add(device);
  }

  /**
   * Defines a filter. One of the same name is replaced only if the document has its UUID.
   *
   * @param filterXml the filter's document
   * @throws DaemonRefusedException if libvirt refuses it
   */
  public void define(String filterXml) {
    virsh("nwfilter-define " + quoted(directory.document(filterXml).toString()));
  }

  /**
   * Returns a filter's document as libvirt prints it.
   *
   * @param filterName the filter's name
   * @return the document, from its first element on
   * @throws DaemonRefusedException if there is no such filter
   */
  public String dumpXml(String filterName) {
    String output = virsh("nwfilter-dumpxml " + quoted(filterName));
    return output.substring(output.indexOf('<')).strip() + '\n';
  }

  /**
   * Removes a filter.
   *
   * @param filterName the filter's name
   * @throws DaemonRefusedException if there is no such filter, or it is in use
   */
  public void undefine(String filterName) {
    virsh("nwfilter-undefine " + quoted(filterName));
  }

  /**
   * Returns the names of the filters that are defined, in the order in which libvirt lists them.
   *
   * @return the names
   */
  public ImmutableList<String> filterNames() {
    // A UUID and a name per line.
    return virsh("nwfilter-list")
        .lines()
        .map(line -> Splitter.on(' ').trimResults().omitEmptyStrings().limit(2).splitToList(line))
        .filter(words -> words.size() == 2)
        .map(words -> words.get(1))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Binds a filter to an interface: the daemon installs the rules before this returns, except those
   * of a filter that needs an address to be learned; see {@link #captureWhen(Predicate)}.
   *
   * @param bindingXml the binding's document
   * @throws DaemonRefusedException if libvirt refuses it; rules may remain until {@link #reset()}
   */
  public void createBinding(String bindingXml) {
    virsh("nwfilter-binding-create " + quoted(directory.document(bindingXml).toString()));
  }

  /**
   * Removes a binding and its rules; the daemon's base chains stay.
   *
   * @param portDev the interface's name
   * @throws DaemonRefusedException if there is no such binding
   */
  public void deleteBinding(String portDev) {
    virsh("nwfilter-binding-delete " + quoted(portDev));
  }

  /**
   * Returns the interfaces that have a binding.
   *
   * @return their names
   */
  public ImmutableList<String> bindings() {
    // An interface and a filter per line.
    return virsh("nwfilter-binding-list")
        .lines()
        .map(line -> Splitter.on(' ').trimResults().omitEmptyStrings().split(line))
        .filter(words -> !Iterables.isEmpty(words))
        .map(words -> Iterables.get(words, 0))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Runs a command of virsh.
   *
   * @param commandLine the command as virsh reads it, in one line
   * @return its output, without messages that say no more than that it succeeded
   * @throws DaemonRefusedException if virsh reports an error
   * @throws DaemonFailedException if the daemon has ended
   */
  public String virsh(String commandLine) {
    if (!CharMatcher.javaIsoControl().matchesNoneOf(commandLine)) {
      throw new IllegalArgumentException("not one line without tabs: " + commandLine);
    }
    try {
      return running.virsh().run(commandLine);
    } catch (DaemonRefusedException | DaemonFailedException e) {
      if (!running.process().isAlive()) {
        DaemonFailedException failure =
            running.process().failure("libvirtd ended during: " + commandLine);
        failure.addSuppressed(e);
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Returns the rules that the daemon installed for bindings.
   *
   * @return the namespace's state without the chains {@code LIBVIRT_…}, which are for virtual
   *     networks
   */
  public KernelState capture() {
    return KernelState.capture(namespace, settings.system())
        .without(name -> name.startsWith("LIBVIRT_"));
  }

  /**
   * Waits, at most ten seconds, until the rules are as a test wants them. The rules of a binding
   * whose addresses are to be learned are installed in the background, one after the other, in
   * chains that have temporary names ({@code libvirt-J-…}) before they are renamed.
   *
   * @param ready says whether the rules, as {@link #capture()} returns them, are complete
   * @return the rules for which it did
   * @throws DaemonFailedException if the time is up
   */
  public KernelState captureWhen(Predicate<KernelState> ready) {
    return running.process().await(CAPTURE, () -> Optional.of(capture()).filter(ready));
  }

  /** Stops and starts the daemon; networks, bindings and rules stay meanwhile. */
  public void restart() {
    running.stop();
    running = DaemonStart.run(namespace, directory, settings.system());
  }

  /** Tells the daemon to reload ({@code SIGHUP}), which it does in the background. */
  public void reload() {
    running.process().reload();
  }

  /**
   * Makes the daemon as it was at its start: no bindings, no virtual networks, the stock filters as
   * delivered and no others, no taps, and no rules, not even base chains. The daemon is started
   * anew if networks were started: it makes the chains for them only once.
   */
  public void reset() {
    bindings().forEach(this::deleteBinding);
    networks.removeAll();
    restoreFilters();
    taps.forEach(namespace::deleteLink);
    taps.clear();
    if (networks.takeStarted()) {
      running.stop();
      flush();
      running = DaemonStart.run(namespace, directory, settings.system());
    } else {
      flush();
    }
  }

  private void flush() {
    if (settings.system().isHost()) {
      namespace.flush();
    } else {
      namespace.flushNftables(settings.system());
    }
  }

  /** Stops the daemon and deletes all that belongs to it. Closing again does nothing. */
  @Override
  public void close() {
    running.stop();
    namespace.close();
    directory.delete();
  }

  private void restoreFilters() {
    StockFilters present = StockFilters.read(directory);
    for (String name : filterNames()) {
      if (!stock.texts().containsKey(name) || isChanged(name, present)) {
        undefine(name);
      }
    }
    stock
        .texts()
        .forEach(
            (name, text) -> {
              if (isChanged(name, present)) {
                define(text);
              }
            });
  }

  private boolean isChanged(String name, StockFilters present) {
    return !Objects.equals(stock.texts().get(name), present.texts().get(name));
  }

  /** {@return a word as virsh reads it} */
  static String quoted(String word) {
    if (word.indexOf('\'') >= 0) {
      throw new IllegalArgumentException("virsh cannot be given a quote: " + word);
    }
    return '\'' + word + '\'';
  }
}
