/** What is compiled for libvirt 0.8.3, and what an administrator of its time saw. */
@NullMarked
package io.nwfilter.testkit.squeeze;

import org.jspecify.annotations.NullMarked;
