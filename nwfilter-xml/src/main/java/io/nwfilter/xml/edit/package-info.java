/**
 * Edits of documents that change only the bytes that they must. What is inserted follows the
 * quotes, line ends and indentation around it.
 *
 * <pre>{@code
 * EncodedText domain = EncodedText.of(bytes, "guest.xml");
 * EncodedText open = FilterReferenceEdit.ofInterface(domain, 0).remove();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.xml.edit;

import org.jspecify.annotations.NullMarked;
