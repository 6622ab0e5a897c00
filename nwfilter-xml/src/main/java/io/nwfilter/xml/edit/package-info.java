/**
 * Edits of documents that change no byte but those that they must. What is put in follows the
 * quotes, line ends and indent around it.
 *
 * <pre>{@code
 * EncodedText domain = EncodedText.of(bytes, "guest.xml");
 * EncodedText open = FilterReferenceEdit.ofInterface(domain, 0).remove();
 * }</pre>
 */
@NullMarked
package io.nwfilter.xml.edit;

import org.jspecify.annotations.NullMarked;
