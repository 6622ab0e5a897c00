/**
 * The front door: compiles domains and bindings into the rules that libvirt installs for them, as
 * typed rulesets and as text that root loads. Pure functions, without global state and without I/O.
 *
 * <pre>{@code
 * CompiledDomain compiled = FilterCompiler.compile(domain);
 * String rules = compiled.text(Family.BRIDGE);
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter;

import org.jspecify.annotations.NullMarked;
