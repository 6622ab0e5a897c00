/**
 * What libvirt cannot do and this library adds to its rules when it is asked to: a default policy,
 * and a log.
 *
 * <pre>{@code
 * CompileOptions options =
 *     CompileOptions.builder()
 *         .dropUndecided(Traffic.IPV4_IN, Traffic.IPV6_IN)
 *         .logging(Logging.drops().to(LogTarget.nflog(5)).limit("10/minute"))
 *         .build();
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.addition;

import org.jspecify.annotations.NullMarked;
