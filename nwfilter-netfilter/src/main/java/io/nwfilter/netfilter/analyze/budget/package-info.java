/**
 * How much an analysis may need: nodes of its sets, and time. What needs more ends with a {@link
 * io.nwfilter.netfilter.analyze.budget.BudgetExceededException}, never in a lack of memory.
 */
@NullMarked
package io.nwfilter.netfilter.analyze.budget;

import org.jspecify.annotations.NullMarked;
