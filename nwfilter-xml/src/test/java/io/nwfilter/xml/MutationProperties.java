package io.nwfilter.xml;

import com.google.common.io.Resources;
import io.nwfilter.core.filter.FilterLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the bytes: a result or a {@link DocumentException}, and nothing else. */
class MutationProperties {

  private static final List<byte[]> DOCUMENTS = documents();

  private static List<byte[]> documents() {
    List<byte[]> documents = new ArrayList<>();
    documents.add(resource("moge.xml"));
    documents.add(resource("domain.xml"));
    documents.add(
        """
        <?xml version='1.0' encoding='ISO-8859-1'?>
        <filterbinding><owner><name>a&amp;b</name>
        <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner><portdev name='vnet3'/>
        <linkdev name="br-wan"/><mac address='52:54:0:9f:80:45'/><!-- c --><?pi d?>
        <filterref filter='clean-traffic'><parameter name='IP' value='10.0.0.7'/></filterref>
        </filterbinding>\
        """
            .getBytes(StandardCharsets.UTF_8));
    documents.add(
        "<filter name='f'><uuid a='b'>1<b>2</b></uuid></filter>".getBytes(StandardCharsets.UTF_16));
    FilterLibrary.stock()
        .filters()
        .forEach(f -> documents.add(LibvirtXml.write(f).getBytes(StandardCharsets.UTF_8)));
    return documents;
  }

  private static byte[] resource(String name) {
    try {
      return Resources.toByteArray(Resources.getResource(MutationProperties.class, name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 3000)
  void aResultOrADocumentException(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = mutated(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())), random);
    try {
      LibvirtXml.read(new ByteArrayInputStream(bytes), "mutated");
    } catch (DocumentException expected) {
      assert expected.diagnostic().location().document().equals("mutated");
    }
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes = mutatedOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutatedOnce(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(20)));
      case 2 -> spliced(bytes, at, piece(random), at);
      case 3 -> spliced(bytes, at, bytes, random.nextInt(bytes.length));
      default -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
    };
  }

  private static byte[] piece(Random random) {
    List<String> pieces =
        List.of(
            "<",
            ">",
            "/>",
            "'",
            "\"",
            "&",
            "&#0;",
            "&#x10ffff;",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml version='1.0'?>",
            "<?",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "&b;",
            " xmlns='urn:x'",
            " xmlns:x='urn:x'",
            "x:",
            ":",
            "@",
            " xsi:nil='true'",
            " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'",
            "<name>",
            "</name>",
            "<uuid/>",
            "<tcp/>",
            "\u0000",
            "\r",
            "\t",
            "\ufeff",
            "\ud83d\ude00");
    return pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the bytes up to a place, others, and again the bytes from another place on. */
  private static byte[] spliced(byte[] bytes, int to, byte[] other, int from) {
    byte[] all = Arrays.copyOf(bytes, to + other.length + Math.max(0, bytes.length - from));
    System.arraycopy(other, 0, all, to, other.length);
    System.arraycopy(bytes, from, all, to + other.length, bytes.length - from);
    return all;
  }
}
