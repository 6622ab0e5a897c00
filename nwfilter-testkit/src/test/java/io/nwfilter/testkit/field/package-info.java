/**
 * Documents of the kinds that people really feed to the library: for each kind of stumble several
 * variants, with all diagnostics, and what a real libvirt does with the same documents.
 *
 * <p>A case is a directory {@code field/KIND/CASE} of the test resources: {@code document.xml}, a
 * directory {@code filters} with files as in {@code /etc/libvirt/nwfilter}, {@code expected.txt}
 * with everything that the library reports and what it compiles, and, where libvirt was asked,
 * {@code libvirt.txt} with what it did.
 */
@NullMarked
package io.nwfilter.testkit.field;

import org.jspecify.annotations.NullMarked;
