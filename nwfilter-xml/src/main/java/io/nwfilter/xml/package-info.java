/**
 * libvirt's documents, in and out: network filters, filter bindings and domains as immutable trees
 * with the place of every element, and back: in a form that round-trips or, for filters, exactly as
 * {@code virsh nwfilter-dumpxml} prints them. What libvirt ignores is ignored with a diagnostic,
 * and what it refuses is refused; no document, whatever its bytes, causes anything other than a
 * result or a {@link io.nwfilter.xml.diagnostic.DocumentException}.
 *
 * <pre>{@code
 * ParseResult<Filter> web = LibvirtXml.readFilter(XmlSource.file(Path.of("web.xml")));
 * web.diagnostics().forEach(System.err::println);
 * String canonical = LibvirtXml.write(web.value());
 *
 * FilterLibrary library = FilterDirectory.read(Path.of("/etc/libvirt/nwfilter")).value();
 * }</pre>
 *
 * <p>A {@link io.nwfilter.xml.DomainDocument} changes the filter of one interface and leaves every
 * other byte alone.
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.xml;

import org.jspecify.annotations.NullMarked;
