/**
 * The front door: compiles domains and bindings into the rules that libvirt installs for them, as
 * typed rulesets and as text that root loads. Pure functions, without global state and without I/O.
 *
 * <pre>{@code
 * CompiledDomain compiled = FilterCompiler.compile(domain, CompileOptions.with(web));
 * compiled.texts().forEach((family, text) -> load(family.tool(), text));
 * Chain chain = compiled.ruleset(Family.IPV4).chain(Table.FILTER, "FO-vnet2");
 * }</pre>
 *
 * <p>Domains and bindings come from the module {@code io.nwfilter.xml} ({@code LibvirtXml}) or are
 * built with {@link io.nwfilter.core.domain}; filters with {@link io.nwfilter.core.filter}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter;

import org.jspecify.annotations.NullMarked;
