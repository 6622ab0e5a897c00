package io.nwfilter.netfilter.upgrade;

/**
 * What became of something that guests do.
 *
 * @param uplink the interface by which the host reached what is outside
 * @param before what became of it before the upgrade
 * @param after what became of it after it
 * @param isPromised whether a rule of the host's own is there only for it: that it works on neither
 *     is told, whatever blocks it
 */
record Attempt(String uplink, ServiceRun before, ServiceRun after, boolean isPromised) {}
