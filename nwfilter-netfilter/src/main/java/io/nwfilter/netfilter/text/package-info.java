/**
 * Rulesets and changes as the text of iptables, ip6tables and ebtables, in both directions: what
 * the {@code -restore} tools load, what the {@code -save} tools print, and listings. A table of
 * options says how a match on a field is written in which family; writers, readers and refusals
 * work from it.
 *
 * <pre>{@code
 * Ruleset saved = SaveText.read(Family.IPV4, TextSource.file(Path.of("iptables.save")));
 * String text = SaveText.write(saved);
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.text;

import org.jspecify.annotations.NullMarked;
