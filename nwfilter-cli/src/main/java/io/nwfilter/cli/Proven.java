package io.nwfilter.cli;

import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Requirement;

/**
 * Whether a requirement is proved for an interface.
 *
 * @param dev the interface
 * @param requirement the requirement
 * @param proof the proof
 */
record Proven(String dev, Requirement requirement, Proof proof) {}
