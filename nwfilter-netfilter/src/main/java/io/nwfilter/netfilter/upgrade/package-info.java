/**
 * What an upgrade of libvirt, or another backend for its networks, changes on a host: in the rules,
 * in what they mean for packets, in which documents are refused, and in what the host's own rules
 * do to guests; and what to do about it.
 *
 * <pre>{@code
 * UpgradeHost host = UpgradeHost.builder().network(network).machine(machine).existing(saved).build();
 * UpgradeReport report = Upgrade.between(LibvirtRelease.V9_0, LibvirtRelease.V12_8, host);
 * System.out.print(UpgradeText.of(report));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.upgrade;

import org.jspecify.annotations.NullMarked;
