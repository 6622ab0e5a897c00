/** Whether what is said of an upgrade of libvirt is so: hosts before and after it, with packets. */
@NullMarked
package io.nwfilter.testkit.upgrade;

import org.jspecify.annotations.NullMarked;
