/**
 * What libvirtd of other releases installs: asked in the profile {@code releases}, kept in files,
 * and compared in every build with what is compiled.
 */
@NullMarked
package io.nwfilter.testkit.release;

import org.jspecify.annotations.NullMarked;
