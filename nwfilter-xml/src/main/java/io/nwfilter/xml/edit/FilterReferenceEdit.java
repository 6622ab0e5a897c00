package io.nwfilter.xml.edit;

import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.xml.document.FilterReferenceWriter;
import io.nwfilter.xml.edit.InterfaceOutline.Child;
import io.nwfilter.xml.edit.InterfaceOutline.Span;
import io.nwfilter.xml.stream.EncodedText;
import io.nwfilter.xml.stream.EncodedText.Splice;
import io.nwfilter.xml.stream.Escaping;
import io.nwfilter.xml.stream.Layout;
import io.nwfilter.xml.stream.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the reference to a filter of one interface in a text, in the style of that text: its
 * quotes, line ends and indent.
 */
public final class FilterReferenceEdit {

  private final EncodedText encoded;
  private final TextStyle style;
  private final InterfaceOutline outline;

  private FilterReferenceEdit(EncodedText encoded, InterfaceOutline outline) {
    this.encoded = encoded;
    this.style = new TextStyle(encoded.xml().text(), outline);
    this.outline = outline;
  }

  /**
   * Returns an edit of one interface.
   *
   * @param domain the document of a domain that can be parsed
   * @param index the place of the interface among those of the domain, counted from 0
   * @return the edit
   */
  public static FilterReferenceEdit ofInterface(EncodedText domain, int index) {
    return new FilterReferenceEdit(domain, DomainOutline.of(domain.xml()).get(index));
  }

  /** {@return whether the interface has no reference, not even one that names no filter} */
  public boolean isWithoutReference() {
    return outline.filterReferences().isEmpty();
  }

  /** {@return the text without any reference, and without the lines that contain nothing else} */
  public EncodedText remove() {
    return encoded.replace(
        runs().stream().flatMap(run -> cuts(run).stream()).map(FilterReferenceEdit::cut).toList());
  }

  /** {@return the references, those together between which there are only blanks} */
  private List<List<Span>> runs() {
    List<List<Span>> runs = new ArrayList<>();
    int end = -1;
    for (Child reference : outline.filterReferences()) {
      if (end < 0 || style.behindBlanks(end) < reference.span().start()) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(reference.span());
      end = reference.span().end();
    }
    return runs;
  }

  private List<Span> cuts(List<Span> run) {
    Span whole = new Span(run.get(0).start(), run.get(run.size() - 1).end());
    return style.standsAlone(whole) ? List.of(style.line(whole)) : run;
  }

  private static Splice cut(Span span) {
    return new Splice(span.start(), span.end(), "");
  }

  /** {@return the text with a reference, instead of the first one or where libvirt has it} */
  public EncodedText set(FilterReference reference) {
    return encoded.replace(List.of(splice(reference)));
  }

  private Splice splice(FilterReference reference) {
    Optional<Child> present = outline.filterReferences().stream().findFirst();
    if (present.isPresent()) {
      Span span = present.get().span();
      return new Splice(span.start(), span.end(), markup(reference, style.like(span)));
    }
    Optional<Child> before = outline.lastBeforeFilterReference();
    if (before.isPresent()) {
      return behind(before.get().span(), reference);
    }
    if (!outline.children().isEmpty()) {
      Span after = outline.children().get(0).span();
      Layout layout = style.like(after);
      return insertion(after.start(), markup(reference, layout) + newLine(layout));
    }
    return only(reference);
  }

  /** A reference gets a line of its own if its neighbour has one. */
  private Splice behind(Span neighbour, FilterReference reference) {
    if (!style.standsAlone(neighbour)) {
      return insertion(neighbour.end(), markup(reference, style.inLine()));
    }
    Layout layout = style.like(neighbour);
    return insertion(
        style.behindBlanks(neighbour.end()), newLine(layout) + markup(reference, layout));
  }

  /** Sets the reference in an interface that has no other child. */
  private Splice only(FilterReference reference) {
    Layout layout = style.inside(outline.element());
    String child = newLine(layout) + markup(reference, layout);
    String lastLine = newLine(style.like(outline.element()));
    if (outline.isEmptyTag()) {
      int end = outline.element().end();
      return new Splice(end - "/>".length(), end, ">" + child + lastLine + "</interface>");
    } else if (outline.startTagEnd() == outline.endTagStart()) {
      return insertion(outline.startTagEnd(), child + lastLine);
    } else if (style.endsLine(outline.startTagEnd())) {
      return insertion(style.behindBlanks(outline.startTagEnd()), child);
    }
    return insertion(outline.startTagEnd(), markup(reference, style.inLine()));
  }

  private static Splice insertion(int at, String markup) {
    return new Splice(at, at, markup);
  }

  private static String newLine(Layout layout) {
    return layout.lineBreak() + layout.margin();
  }

  /** {@return a reference, without what precedes and follows it on its lines} */
  private static String markup(FilterReference reference, Layout layout) {
    XmlWriter out = new XmlWriter(layout);
    FilterReferenceWriter.write(reference, Escaping.ALL, out);
    String lines = out.toString();
    return lines.substring(layout.margin().length(), lines.length() - layout.lineBreak().length());
  }
}
