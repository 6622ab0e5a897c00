/**
 * What a host's rules become when things happen to it: its own scripts run, libvirt's daemon starts
 * or reloads, networks and machines start and stop.
 *
 * <pre>{@code
 * Host host = Host.of(SaveText.read(TextSource.file(saved)));
 * Host later = host.after(HostEvent.daemonStarts(), HostEvent.starts(network), HostEvent.starts(machine));
 * later.overruled().forEach(each -> print(each));
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.host;

import org.jspecify.annotations.NullMarked;
