package io.nwfilter.xml.edit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlDecoder;
import io.nwfilter.xml.stream.XmlText;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Whatever a domain's document looks like: one reference changes, and no other byte. */
class DomainDocumentProperties {

  /** Stands for a reference to a filter; no document has it. */
  private static final String REFERENCE = "\ue000";

  private static final List<FilterReference> REFERENCES =
      List.of(
          FilterReference.of("f", Parameters.NONE),
          FilterReference.of("clean \u20ac<traffic>'\"", Parameters.of("IP", "10.0.0.1", "::1")),
          FilterReference.of("", Parameters.of("B", "1").with("A", "2")));

  @Property(tries = 200)
  void oneReferenceChangesAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new RandomDomain(random).bytes();
    assertEdits(DomainDocument.read(XmlSource.bytes(bytes, "d")), bytes);
  }

  @Property(tries = 500)
  void alsoInMangledDocuments(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = mangled(new RandomDomain(random).bytes(), random);
    DomainDocument document;
    try {
      document = DomainDocument.read(XmlSource.bytes(bytes, "d"));
    } catch (DocumentException e) {
      Statistics.label("document").collect("refused");
      return;
    }
    Statistics.label("document")
        .collect("read")
        .coverage(coverage -> coverage.check("read").percentage(p -> p > 20));
    assertEdits(document, bytes);
  }

  private static void assertEdits(DomainDocument document, byte[] bytes) {
    assertArrayEquals(bytes, document.bytes());
    ImmutableList<InterfaceOutline> outlines = DomainOutline.of(new XmlText(document.text(), "d"));
    assertEquals(document.domain().interfaces().size(), outlines.size());
    for (int i = 0; i < outlines.size(); i++) {
      assertRemoved(document, i, outlines.get(i));
      if (document.domain().interfaces().get(i).isFilterable() && !hasIllegalName(document)) {
        for (FilterReference reference : REFERENCES) {
          assertSet(document, i, outlines.get(i), reference);
        }
      }
    }
  }

  /** An interface with a name that cannot be one can have no filter. */
  private static boolean hasIllegalName(DomainDocument document) {
    return document.diagnostics().stream()
        .anyMatch(d -> d.code() == DocumentCode.ATTRIBUTE_IGNORED);
  }

  private static void assertSet(
      DomainDocument document, int index, InterfaceOutline outline, FilterReference reference) {
    InterfaceSelector which = new InterfaceSelector.ByNumber(index + 1);
    DomainDocument edited = document.withFilterReference(which, reference);
    assertDomain(changed(document.domain(), index, Optional.of(reference)), edited);
    if (outline.filterReferences().isEmpty()) {
      int lost =
          outline.isEmptyTag()
              ? "/>".getBytes(XmlDecoder.charset(document.bytes(), "d")).length
              : 0;
      assertInserted(document.bytes(), edited.bytes(), lost, edited.text());
      boolean onlyInserted = outline.startTagEnd() < outline.endTagStart();
      DomainDocument restored = edited.withoutFilterReference(which);
      if (onlyInserted) {
        assertArrayEquals(document.bytes(), restored.bytes(), edited::text);
      }
    } else {
      InterfaceOutline.Span span = outline.filterReferences().get(0).span();
      String head = document.text().substring(0, span.start());
      String tail = document.text().substring(span.end());
      String set = edited.text().substring(head.length(), edited.text().length() - tail.length());
      assertEquals(reference, LibvirtXml.readFilterReference(XmlSource.text(set, "d")).value());
      assertArrayEquals(encoded(head + set + tail, document), edited.bytes());
    }
  }

  /** Checks that bytes were put in at one place, and at most some lost there. */
  private static void assertInserted(byte[] before, byte[] after, int lost, String text) {
    int head = Arrays.mismatch(before, after);
    int tail = 0;
    while (tail < before.length - head
        && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
      tail++;
    }
    assertTrue(head + tail >= before.length - lost, text);
  }

  private static void assertRemoved(DomainDocument document, int index, InterfaceOutline outline) {
    DomainDocument edited =
        document.withoutFilterReference(new InterfaceSelector.ByNumber(index + 1));
    assertDomain(changed(document.domain(), index, Optional.empty()), edited);
    assertArrayEquals(
        encoded(withoutReferences(document.text(), outline), document),
        edited.bytes(),
        edited::text);
  }

  /** Says it in terms of lines: those that hold nothing but references go, else only these. */
  private static String withoutReferences(String text, InterfaceOutline outline) {
    StringBuilder marked = new StringBuilder(text);
    for (InterfaceOutline.Child reference : outline.filterReferences().reverse()) {
      marked.replace(reference.span().start(), reference.span().end(), REFERENCE);
    }
    return marked
        .toString()
        .replaceAll("(\r\n|\r|\n)[ \t]*R[R \t]*(?=[\r\n])".replace("R", REFERENCE), "")
        .replace(REFERENCE, "");
  }

  /** Returns a text in the encoding of a document, with a byte order mark if that has one. */
  private static byte[] encoded(String text, DomainDocument document) {
    byte[] bytes = document.bytes();
    Charset charset = XmlDecoder.charset(bytes, "d");
    byte[] unmarked = document.text().getBytes(charset);
    byte[] mark = Arrays.copyOf(bytes, bytes.length - unmarked.length);
    return Bytes.concat(mark, text.getBytes(charset));
  }

  private static Domain changed(Domain domain, int index, Optional<FilterReference> reference) {
    List<NetworkInterface> interfaces = new ArrayList<>(domain.interfaces());
    NetworkInterface old = interfaces.get(index);
    interfaces.set(
        index,
        new NetworkInterface(
            old.attachment(),
            old.virtualPort(),
            old.mac(),
            old.addresses(),
            old.targetDev(),
            reference,
            old.location()));
    return new Domain(
        domain.name(), domain.uuid(), ImmutableList.copyOf(interfaces), domain.location());
  }

  private static void assertDomain(Domain expected, DomainDocument edited) {
    assertEquals(expected, edited.domain(), edited::text);
    assertEquals(
        expected,
        LibvirtXml.readDomain(XmlSource.bytes(edited.bytes(), "d")).value(),
        edited::text);
  }

  private static byte[] mangled(byte[] bytes, Random random) {
    byte[] mangled = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mangled.length);
      mangled[at] = (byte) " \n\t<>/'\"x=&;-!".charAt(random.nextInt(14));
    }
    return mangled;
  }

  /** A document of some style and encoding. */
  private static final class RandomDomain {

    private final Random random;
    private final String quote;
    private final String lineBreak;
    private final String indent;
    private final StringBuilder out = new StringBuilder();

    RandomDomain(Random random) {
      this.random = random;
      this.quote = oneOf("'", "\"");
      this.lineBreak = oneOf("\n", "\r\n", "\r", "");
      this.indent = oneOf("  ", "\t", " ", "");
    }

    byte[] bytes() {
      String encoding =
          oneOf("UTF-8", "UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252");
      boolean wide = encoding.startsWith("UTF-16");
      String declaration =
          "<?xml version='1.0' encoding='" + (wide ? "UTF-16" : encoding) + "'?>\n";
      domain();
      boolean mark = wide || (encoding.equals("UTF-8") && random.nextBoolean());
      return ((mark ? "\ufeff" : "") + declaration + out).getBytes(Charset.forName(encoding));
    }

    private void domain() {
      line(0, "<domain type=" + quoted("kvm") + " xmlns:q=" + quoted("urn:q") + ">");
      line(1, "<name>guest \u00e9</name>");
      line(1, "<metadata><q:devices><q:interface/></q:devices><interface/></metadata>");
      line(1, "<!-- <interface><filterref filter='x'/></interface> -->");
      line(1, "<devices>");
      for (int i = random.nextInt(4); i >= 0; i--) {
        noise(2);
        networkInterface(i);
      }
      line(1, "</devices>");
      noise(1);
      line(0, "</domain>");
    }

    private void networkInterface(int number) {
      String start = "<interface type=" + quoted(oneOf("bridge", "network", "bridge", "user"));
      if (random.nextInt(6) == 0) {
        line(2, start + oneOf("/>", " />", "></interface>"));
        return;
      }
      List<String> children =
          new ArrayList<>(
              List.of(
                  "<mac address=" + quoted("52:54:00:00:00:0" + number) + "/>",
                  "<source bridge = " + quoted("br\u00e9 > 0") + "></source>",
                  "<target dev=" + quoted("vnet" + number) + "/>",
                  "<boot order=" + quoted("1") + "/>",
                  "<q:filterref filter=" + quoted("q") + "/>"));
      children.removeIf(child -> random.nextInt(3) == 0);
      for (int i = random.nextInt(4); i > 1; i--) {
        children.add(
            "<filterref filter="
                + quoted("old" + i)
                + oneOf("/>", "></filterref>", "><!-- ' --></filterref >"));
      }
      if (random.nextInt(3) == 0) {
        Collections.shuffle(children, random);
      }
      line(2, start + ">");
      for (String child : children) {
        noise(3);
        line(3, child);
      }
      line(2, "</interface>");
    }

    private void noise(int depth) {
      switch (random.nextInt(8)) {
        case 0 -> line(depth, "<!-- \u00e9 ' <filterref filter='f'/> -->");
        case 1 -> line(depth, "<hub type=" + quoted("\u00ff") + "><filterref filter=''/></hub>");
        case 2 -> line(depth, "<![CDATA[<interface/>]]>");
        case 3 -> out.append("  ");
        case 4 -> out.append(" ".repeat(random.nextInt(5000)));
        default -> {}
      }
    }

    private void line(int depth, String text) {
      out.append(indent.repeat(depth)).append(text);
      out.append(oneOf("", "", "", " ", "\t "));
      out.append(random.nextInt(5) == 0 ? "" : lineBreak);
    }

    private String quoted(String text) {
      return quote + text + quote;
    }

    private String oneOf(String... texts) {
      return texts[random.nextInt(texts.length)];
    }
  }
}
