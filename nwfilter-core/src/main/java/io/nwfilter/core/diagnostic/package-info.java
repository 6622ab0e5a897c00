/**
 * Diagnostics about a document: values with a severity, a stable code and a place, collected in
 * results. The exceptions in this package are for what stops the work.
 *
 * <pre>{@code
 * for (Diagnostic diagnostic : compiled.diagnostics()) {
 *   System.err.println(diagnostic); // web.xml:4:3: warning: reject-is-drop: ...
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.diagnostic;

import org.jspecify.annotations.NullMarked;
