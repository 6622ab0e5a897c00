/**
 * Diagnostics of lowering rules to netfilter: stable codes, and the exception that refuses a rule.
 *
 * <pre>{@code
 * catch (LoweringException e) {
 *   e.diagnostics().forEach(System.err::println);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.diagnostic;

import org.jspecify.annotations.NullMarked;
