/**
 * Sets of packets: which variables there are and in which order, which packets there can be, and
 * which meet a match. Whatever rules do with them is in {@code analyze.way}.
 */
@NullMarked
package io.nwfilter.netfilter.analyze.space;

import org.jspecify.annotations.NullMarked;
