/**
 * What can be wrong with a document. A {@link io.nwfilter.xml.diagnostic.DocumentException} says
 * what it is, and at which line and column.
 *
 * <pre>{@code
 * try {
 *   LibvirtXml.readFilter(source);
 * } catch (DocumentException e) {
 *   System.err.println(e.diagnostic()); // web.xml:3:5: error: missing: the rule has no action
 * }
 * }</pre>
 */
@NullMarked
package io.nwfilter.xml.diagnostic;

import org.jspecify.annotations.NullMarked;
