/**
 * Pictures of rulesets: which chains there are, which lead to which, and whose they are, as text
 * for Mermaid and Graphviz, or drawn by Graphviz.
 *
 * <pre>{@code
 * Diagram diagram = Diagram.of(FilterCompiler.compileHost(domains)).collapsed(8);
 * String markdown = "```mermaid\n" + Mermaid.text(diagram) + "```\n";
 * byte[] svg = Graphviz.svg(diagram);
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.diagram;

import org.jspecify.annotations.NullMarked;
