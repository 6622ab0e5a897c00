/** Pictures of generated rulesets, and what Graphviz makes of them. */
@NullMarked
package io.nwfilter.testkit.diagram;

import org.jspecify.annotations.NullMarked;
