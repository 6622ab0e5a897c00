/**
 * One parser and one writer for each of libvirt's documents and their parts. The parsers accept
 * what libvirt accepts and remark on what it overlooks.
 *
 * <pre>{@code
 * try (DocumentReader reader = DocumentReader.open(text)) {
 *   Filter filter = RootElement.filter(reader, Semantics.AS_LIBVIRT);
 *   ImmutableList<Diagnostic> warnings = reader.finish();
 *   String canonical = FilterWriter.write(filter, FilterForm.LOSSLESS);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.xml.document;

import org.jspecify.annotations.NullMarked;
