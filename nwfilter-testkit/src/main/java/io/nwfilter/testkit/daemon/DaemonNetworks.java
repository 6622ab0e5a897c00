package io.nwfilter.testkit.daemon;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.nwfilter.testkit.kernel.KernelState;

/**
 * The virtual networks of a {@link LibvirtDaemon}. Their bridges, and the dnsmasq of each, are in
 * the daemon's namespaces; {@link LibvirtDaemon#reset()} removes them all.
 */
public final class DaemonNetworks {
  private final LibvirtDaemon daemon;
  private final DaemonDirectory directory;
  private boolean started;

  DaemonNetworks(LibvirtDaemon daemon, DaemonDirectory directory) {
    this.daemon = daemon;
    this.directory = directory;
  }

  /**
   * Defines a network, without starting it. One of the same name is replaced only if the document
   * has its UUID.
   *
   * @param networkXml the network's document
   * @throws DaemonRefusedException if libvirt refuses it
   */
  public void define(String networkXml) {
    daemon.virsh("net-define " + document(networkXml));
  }

  /**
   * Starts a network that is gone when it is destroyed. When this returns, its rules are installed
   * and its dnsmasq runs, if it needs one.
   *
   * @param networkXml the network's document
   * @throws DaemonRefusedException if libvirt refuses it, or the network does not start; rules may
   *     remain until {@link LibvirtDaemon#reset()}
   */
  public void create(String networkXml) {
    started = true;
    daemon.virsh("net-create " + document(networkXml));
  }

  /**
   * Starts a network that is defined.
   *
   * @param name its name
   * @throws DaemonRefusedException if there is no such network, it runs already, or it does not
   *     start
   */
  public void start(String name) {
    started = true;
    daemon.virsh("net-start " + LibvirtDaemon.quoted(name));
  }

  /**
   * Stops a network and removes its rules and its bridge.
   *
   * @param name its name
   * @throws DaemonRefusedException if no such network runs
   */
  public void destroy(String name) {
    daemon.virsh("net-destroy " + LibvirtDaemon.quoted(name));
  }

  /**
   * Removes the definition of a network.
   *
   * @param name its name
   * @throws DaemonRefusedException if no such network is defined
   */
  public void undefine(String name) {
    daemon.virsh("net-undefine " + LibvirtDaemon.quoted(name));
  }

  /**
   * Returns a network's document as libvirt prints it: of one that runs as it is now, with what
   * libvirt has chosen.
   *
   * @param name its name
   * @return the document
   * @throws DaemonRefusedException if there is no such network
   */
  public String dumpXml(String name) {
    return dump("net-dumpxml " + LibvirtDaemon.quoted(name));
  }

  /**
   * Returns a network's document as it was defined, as libvirt prints it.
   *
   * @param name its name
   * @return the document
   * @throws DaemonRefusedException if there is no such network
   */
  public String dumpDefinition(String name) {
    return dump("net-dumpxml --inactive " + LibvirtDaemon.quoted(name));
  }

  /**
   * Returns the networks that run.
   *
   * @return their names, in the order in which libvirt lists them
   */
  public ImmutableList<String> running() {
    return names("net-list --name");
  }

  /**
   * Returns the networks that are defined, running or not.
   *
   * @return their names, in the order in which libvirt lists them
   */
  public ImmutableList<String> defined() {
    return names("net-list --all --persistent --name");
  }

  /**
   * Returns all rules in the daemon's namespace: those of networks, those of bindings, and others.
   *
   * @return the namespace's state
   */
  public KernelState capture() {
    return KernelState.capture(daemon.namespace(), daemon.settings().system());
  }

  /**
   * Returns how a daemon with the backend nftables has called {@code tc} since this was last asked,
   * to have checksums of DHCP replies filled in. That command is a stand-in that always succeeds:
   * not every kernel can do what libvirt asks for, and then no network would start.
   *
   * @return the arguments of each call
   */
  public ImmutableList<String> takeTrafficControl() {
    return directory.takeTrafficControl();
  }

  /** Destroys and undefines all networks, whatever their names. */
  public void removeAll() {
    names("net-list --uuid").forEach(this::destroy);
    names("net-list --all --uuid").forEach(this::undefine);
  }

  /** {@return whether a network was started, or almost, since this was last called} */
  boolean takeStarted() {
    boolean taken = started;
    started = false;
    return taken;
  }

  private String document(String networkXml) {
    return LibvirtDaemon.quoted(directory.document(networkXml).toString());
  }

  private String dump(String commandLine) {
    String output = daemon.virsh(commandLine);
    return output.substring(output.indexOf('<')).strip() + '\n';
  }

  /** A name in each line, as it is but for the blanks after it. */
  private ImmutableList<String> names(String commandLine) {
    return daemon
        .virsh(commandLine)
        .lines()
        .map(CharMatcher.whitespace()::trimTrailingFrom)
        .filter(line -> !line.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }
}
