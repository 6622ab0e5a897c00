/** Documents of networks, read and printed beside a live libvirtd. */
@NullMarked
package io.nwfilter.testkit.networks;

import org.jspecify.annotations.NullMarked;
