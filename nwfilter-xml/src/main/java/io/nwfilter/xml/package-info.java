/**
 * libvirt's documents, in and out: network filters, filter bindings and domains as immutable trees
 * with the place of every element, and back: in a form that comes back equal, or, for filters, just
 * as {@code virsh nwfilter-dumpxml} prints them. A {@link io.nwfilter.xml.DomainDocument} changes
 * the filter of one interface and leaves every other byte alone. What libvirt ignores is ignored
 * with a diagnostic, and what it refuses is refused; no document, whatever its bytes, causes
 * anything but a result or a {@link io.nwfilter.xml.DocumentException}.
 *
 * <pre>{@code
 * ParseResult<Filter> web = LibvirtXml.readFilter(Path.of("web.xml"));
 * web.diagnostics().forEach(System.err::println);
 * String canonical = LibvirtXml.write(web.value());
 *
 * FilterLibrary library = FilterDirectory.read(Path.of("/etc/libvirt/nwfilter")).value();
 * }</pre>
 *
 * <p>Order is meaning in these documents and every diagnostic has a place, so nothing is bound to
 * beans: the parsers walk the token stream of Jackson's {@code FromXmlParser}, which reads from a
 * guarded StAX reader.
 */
@NullMarked
package io.nwfilter.xml;

import org.jspecify.annotations.NullMarked;
