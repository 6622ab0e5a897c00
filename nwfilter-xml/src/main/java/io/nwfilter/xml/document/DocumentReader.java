package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.ElementReader;
import io.nwfilter.xml.stream.XmlElement;
import io.nwfilter.xml.stream.XmlStreams;
import io.nwfilter.xml.stream.XmlText;
import io.nwfilter.xml.stream.XmlTree;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A document that is being parsed: its elements in order, and the diagnostics about them. */
public final class DocumentReader implements Remarks, AutoCloseable {

  private static final ImmutableSet<DiagnosticCode> UNREADABLE_FROM_THERE =
      ImmutableSet.of(DocumentCode.XML_SYNTAX, DocumentCode.XML_REFUSED, DocumentCode.UNREADABLE);

  private final XmlText source;
  private final ElementReader elements;
  private final DiagnosticSink diagnostics = new DiagnosticSink();
  private boolean legal = true;
  private ImmutableSet<String> accepted = ImmutableSet.of();

  private DocumentReader(XmlText source, ElementReader elements) {
    this.source = source;
    this.elements = elements;
  }

  /** {@return a reader that is before the root element} */
  public static DocumentReader open(XmlText text) {
    return new DocumentReader(text, XmlStreams.open(text));
  }

  /** {@return the root element} To be called once, before anything else. */
  XmlElement root() {
    return elements.root();
  }

  /** {@return the whole document at once, from its root element on} Independent of the others. */
  Markup.Element tree() {
    return XmlTree.read(source);
  }

  /** {@return the next child of an element, passing over what was not read of the last one} */
  @Nullable XmlElement nextChild(XmlElement parent) {
    return elements.nextChild(parent);
  }

  /** {@return an element with its attributes and all inside it, but what is in a namespace} */
  Markup.Element markup(XmlElement element) {
    ImmutableList.Builder<Markup> content = ImmutableList.builder();
    for (XmlElement child = nextChild(element); child != null; child = nextChild(element)) {
      if (!child.foreign()) {
        content.add(markup(child));
      }
    }
    ImmutableList<Markup.Attribute> attributes =
        element.attributes().stream()
            .filter(attribute -> !attribute.foreign())
            .map(attribute -> Markup.Attribute.of(attribute.name(), attribute.value()))
            .collect(ImmutableList.toImmutableList());
    return new Markup.Element(
        "", "", element.name(), attributes, content.build(), element.location());
  }

  /**
   * Reads an element without reporting what comments just before it accept.
   *
   * @param part reads the element; it is given the codes of the warnings that are accepted
   */
  <T extends @Nullable Object> T accepting(
      XmlElement element, Function<ImmutableSet<String>, T> part) {
    ImmutableSet<String> outer = accepted;
    ImmutableSet<String> own = elements.acceptedCodes(element);
    accepted = ImmutableSet.copyOf(Sets.union(outer, own));
    try {
      return part.apply(own);
    } finally {
      accepted = outer;
    }
  }

  /** {@return the text of an element and of all inside it} This also reads its children. */
  String text(XmlElement element) {
    return elements.text(element);
  }

  /** Adds a warning. */
  @Override
  public void report(DiagnosticCode code, SourceLocation location, String message) {
    if (!accepted.contains(code.id()) || code.severity() == Severity.ERROR) {
      diagnostics.report(code, location, DocumentException.clipped(message));
    }
  }

  /**
   * Reads a part of the document. An illegal one is noted, and whatever follows it is read all the
   * same; a document that cannot be read any further ends here.
   *
   * @return what was read; null if it is illegal
   */
  <T> @Nullable T attempt(Supplier<T> part) {
    try {
      return part.get();
    } catch (DocumentException e) {
      if (UNREADABLE_FROM_THERE.contains(e.diagnostic().code())) {
        throw e;
      }
      refuse(e);
      return null;
    }
  }

  /** Notes that a part of the document is illegal. */
  void refuse(DocumentException illegal) {
    diagnostics.addAll(illegal.diagnostics());
    legal = false;
  }

  /** {@return whether a part of the document that has no result is legal} */
  boolean attempts(Runnable part) {
    Runnable done =
        attempt(
            () -> {
              part.run();
              return part;
            });
    return done != null;
  }

  /**
   * Refuses a document with illegal parts, once all of them are known.
   *
   * @param parsed what is left without them
   */
  void requireLegal(@Nullable Object parsed) {
    if (!legal) {
      finish();
      throw new DocumentException(diagnostics.diagnostics(), parsed);
    }
  }

  /** {@return the exception for a failure, with what was found before it} */
  public DocumentException failure(DocumentException last) {
    DiagnosticSink all = new DiagnosticSink();
    all.addAll(diagnostics.diagnostics());
    all.addAll(last.diagnostics());
    return all.diagnostics().equals(last.diagnostics())
        ? last
        : new DocumentException(all.diagnostics());
  }

  /** {@return the warnings, after reading the rest of the document, which may be malformed} */
  public List<Diagnostic> finish() {
    elements.finish();
    diagnostics.addAll(elements.ignoredAcceptances());
    return diagnostics.diagnostics();
  }

  @Override
  public void close() {
    elements.close();
  }
}
