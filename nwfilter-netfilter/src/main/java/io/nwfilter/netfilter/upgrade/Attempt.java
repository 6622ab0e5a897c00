package io.nwfilter.netfilter.upgrade;

/**
 * What became of something that guests do.
 *
 * @param uplink the interface by which the host reached what is outside
 * @param before what became of it before the upgrade
 * @param after what became of it after it
 */
record Attempt(String uplink, ServiceRun before, ServiceRun after) {}
