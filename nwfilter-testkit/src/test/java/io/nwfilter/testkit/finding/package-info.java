/** What is found about filters: each finding with a filter that has it, and one that has not. */
@NullMarked
package io.nwfilter.testkit.finding;

import org.jspecify.annotations.NullMarked;
