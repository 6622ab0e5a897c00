/**
 * What can be wrong with a document. A {@link io.nwfilter.xml.diagnostic.DocumentException} says
 * where and why one is refused; a {@link io.nwfilter.xml.diagnostic.DocumentCode} is what it, or a
 * warning, is about.
 *
 * <pre>{@code
 * try {
 *   LibvirtXml.readFilter(source);
 * } catch (DocumentException e) {
 *   System.err.println(e.diagnostic()); // web.xml:3:5: error: missing: the rule has no action
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.xml.diagnostic;

import org.jspecify.annotations.NullMarked;
