/**
 * Binary decision diagrams: sets of assignments to numbered variables, in one arena for each
 * analysis. What a variable means is not known here; {@code analyze.space} gives them meanings.
 */
@NullMarked
package io.nwfilter.netfilter.analyze.bdd;

import org.jspecify.annotations.NullMarked;
