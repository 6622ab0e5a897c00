/**
 * XML by itself, with nothing of libvirt in it: texts and their encodings, elements with their
 * places, and a writer. Every document is read through one guarded StAX reader, which refuses DTDs
 * and bounds depths, sizes and names.
 *
 * <pre>{@code
 * try (ElementReader reader = XmlStreams.open(new XmlText("<a b='c'/>", "a.xml"))) {
 *   reader.root().attribute("b"); // c
 *   reader.finish();
 * }
 * }</pre>
 *
 * <p>Order is meaning in these documents and every diagnostic has a place, so nothing is bound to
 * beans: parsers walk the token stream of Jackson's {@code FromXmlParser}, which reads from that
 * guarded reader.
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.xml.stream;

import org.jspecify.annotations.NullMarked;
