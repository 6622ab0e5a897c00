package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a packet: one clause that says what it is, with settings before and after it.
 * Settings are collected first, as the layers that they belong to come from the clause.
 */
final class TextReader {

  private static final String RAW = "raw";
  private static final String FRAGMENT = "frag";
  private static final String DO_NOT_FRAGMENT = "df";
  private static final String IP_OPTIONS = "ip-options";
  private static final String HEADER_OPTIONS = "options";
  private static final String DATA = "data";
  private static final String ABOUT = "about";
  private static final String PADDING = "padding";
  private static final String AUTHENTICATION = LayerType.AH.word();

  /** Everything that may be in a text, for suggestions. */
  private static final ImmutableSet<String> ALL_WORDS = allWords();

  private final Words words;
  private final Layer frame;
  private final List<Layer> tags = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private final List<Setting> settings = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private @Nullable Clause clause;
  private @Nullable Word clauseWord;

  /** The fragment's place in octets, and whether more follow; only IPv4 needs it later. */
  private @Nullable FragmentPlace fragment;

  /** A word with the value after it; the same word twice if it has none. */
  private record Setting(Word name, Word value) {}

  /** A header between IP and what it carries, and the words that ask for it. */
  private record Extension(Layer layer, Word name, Word value) {}

  private record FragmentPlace(int offset, boolean more, Word name, Word value) {

    long flagsAndOffset() {
      return (more ? 1L << 13 : 0) | offset / 8;
    }
  }

  /**
   * Creates a reader.
   *
   * @param text the text
   * @param frame the header of the frame, unless the text says otherwise
   */
  TextReader(String text, Layer frame) {
    this.words = new Words(text);
    this.frame = frame;
  }

  private static ImmutableSet<String> allWords() {
    ImmutableSet.Builder<String> all = ImmutableSet.builder();
    all.addAll(Clauses.WORDS);
    all.add(RAW, FRAGMENT, DO_NOT_FRAGMENT, IP_OPTIONS, HEADER_OPTIONS, DATA, ABOUT, PADDING);
    for (LayerType type : LayerType.values()) {
      if (type.isExtension() && type != LayerType.FRAGMENT) {
        all.add(type.word());
      }
    }
    for (Slot slot : Slot.values()) {
      all.add(slot.word());
    }
    return all.build();
  }

  Packet read() {
    if (words.takeIf(RAW)) {
      Packet packet =
          words.read("the frame", text -> Packet.parse(TextValues.octets(text).toByteArray()));
      if (words.hasNext()) {
        throw words.wrong(words.peek(), "nothing may follow the octets of a frame");
      }
      return packet;
    }
    while (words.hasNext()) {
      readNext(words.take("a word"));
    }
    if (clause == null || clauseWord == null) {
      throw words.wrong(words.peek(), "what kind of packet it is, such as tcp or arp, is missing");
    }
    return assemble(clause, clauseWord);
  }

  private void readNext(Word word) {
    String name = word.text();
    if (Clauses.WORDS.contains(name)) {
      if (clauseWord != null) {
        throw words.wrong(
            word, "a packet is of one kind; this one already is '" + clauseWord.text() + "'");
      }
      clauseWord = word;
      clause = new Clauses(words).read(word);
    } else if (name.equals(LayerType.VLAN.word()) || name.equals(LayerType.SERVICE_VLAN.word())) {
      LayerType type = name.equals("vlan") ? LayerType.VLAN : LayerType.SERVICE_VLAN;
      Slot id = type == LayerType.VLAN ? Slot.VLAN_ID : Slot.SERVICE_VLAN_ID;
      tags.add(Layer.of(type).with(id, words.read("a VLAN id", v -> TextValues.value(id, v))));
    } else if (isTagSetting(name)) {
      setOfTag(word);
    } else if (name.equals(FRAGMENT)) {
      readFragment(word);
    } else if (extension(name).isPresent()) {
      readExtension(word, extension(name).get());
    } else if (name.equals(DO_NOT_FRAGMENT)) {
      add(new Setting(word, word));
    } else if (ALL_WORDS.contains(name)) {
      add(new Setting(word, words.take("the value of '" + name + "'")));
    } else {
      throw words.unknown(word, ALL_WORDS, "a word of a packet");
    }
  }

  private void add(Setting setting) {
    if (!given.add(setting.name().text())) {
      throw words.wrong(setting.name(), "'" + setting.name().text() + "' is there already");
    }
    settings.add(setting);
  }

  private static Optional<LayerType> extension(String name) {
    return Arrays.stream(LayerType.values())
        .filter(type -> type.isExtension() && type != LayerType.FRAGMENT)
        .filter(type -> type.word().equals(name))
        .findFirst();
  }

  private static boolean isTagSetting(String name) {
    return name.startsWith("vlan-") || name.startsWith("svlan-");
  }

  private void setOfTag(Word word) {
    Layer tag = tags.isEmpty() ? null : tags.get(tags.size() - 1);
    Optional<Slot> slot =
        tag == null
            ? Optional.empty()
            : Slot.of(tag.type()).stream().filter(s -> word.is(s.word())).findFirst();
    if (tag == null || slot.isEmpty()) {
      throw ALL_WORDS.contains(word.text())
          ? words.wrong(word, "'" + word.text() + "' is not after the tag that it belongs to")
          : words.unknown(word, ALL_WORDS, "a word of a packet");
    }
    Slot of = slot.get();
    Bits value = words.read("the value of '" + word.text() + "'", v -> TextValues.value(of, v));
    tags.set(tags.size() - 1, tag.with(of, value));
  }

  /** Reads a fragment's place: octets, with a plus sign if more fragments follow. */
  private void readFragment(Word word) {
    if (fragment != null) {
      throw words.wrong(word, "a packet is one fragment only");
    }
    Word value = words.take("the fragment's place");
    boolean more = value.text().endsWith("+");
    String digits = more ? value.text().substring(0, value.text().length() - 1) : value.text();
    int offset = words.read(value, text -> (int) TextValues.number(digits, 8 * 8191));
    if (offset % 8 != 0) {
      throw words.wrong(value, "the place of a fragment is a multiple of 8 octets");
    }
    fragment = new FragmentPlace(offset, more, word, value);
    Layer header =
        Layer.of(LayerType.FRAGMENT)
            .with(Slot.FRAGMENT_OFFSET, offset / 8)
            .with(Slot.FRAGMENT_MORE, more ? 1 : 0);
    extensions.add(new Extension(header, word, value));
  }

  private void readExtension(Word word, LayerType type) {
    Word value = words.take("the octets of '" + word.text() + "'");
    Octets tail = words.read(value, TextValues::octets);
    Layer layer = Layer.of(type);
    boolean whole = word.is(AUTHENTICATION) ? tail.length() % 4 == 0 : (tail.length() + 2) % 8 == 0;
    if (!whole || tail.length() > 1020) {
      throw words.wrong(
          value,
          word.is(AUTHENTICATION)
              ? "an integrity check value has a multiple of 4 octets, at most 1020"
              : "after the first two octets, such a header has 6, 14, 22 or more octets in steps of"
                  + " 8");
    }
    extensions.add(new Extension(layer.withTail(tail), word, value));
  }

  private Packet assemble(Clause clause, Word clauseWord) {
    Layer ethernet = settings("src-mac", frame);
    List<Layer> upper = clause.layers(ethernet.get(Slot.ETHERNET_SOURCE), Optional.empty());
    MacAddress receiver = clause.destination(upper);
    if (!receiver.equals(Clause.DESTINATION)) {
      ethernet = ethernet.with(Slot.ETHERNET_DESTINATION, Bits.of(receiver));
    }
    ethernet = settings("dst-mac", ethernet);
    upper =
        clause.layers(
            ethernet.get(Slot.ETHERNET_SOURCE),
            Optional.of(ethernet.get(Slot.ETHERNET_DESTINATION)));
    Stack stack = new Stack(words, ethernet, tags, upper);
    insertExtensions(stack);
    checkPorts(stack, clauseWord);
    for (Setting setting : settings) {
      apply(setting, stack, clauseWord);
    }
    try {
      return Packet.of(stack.layers());
    } catch (IllegalArgumentException e) {
      throw words.wrong(String.valueOf(e.getMessage()));
    }
  }

  private Layer settings(String name, Layer ethernet) {
    Slot slot = name.equals("src-mac") ? Slot.ETHERNET_SOURCE : Slot.ETHERNET_DESTINATION;
    Layer set = ethernet;
    for (Setting setting : settings) {
      if (setting.name().is(name)) {
        set = set.with(slot, words.read(setting.value(), v -> TextValues.value(slot, v)));
      }
    }
    return set;
  }

  private void insertExtensions(Stack stack) {
    boolean ipv4 = stack.find(LayerType.IPV4) >= 0;
    boolean ip = ipv4 || stack.find(LayerType.IPV6) >= 0;
    List<Layer> inserted = new ArrayList<>();
    for (Extension extension : extensions) {
      LayerType type = extension.layer().type();
      if (!ip) {
        throw wrong(extension, "only packets of IP have fragments or extension headers");
      }
      if (!ipv4 || type == LayerType.AH) {
        inserted.add(extension.layer());
      } else if (type != LayerType.FRAGMENT) {
        throw wrong(extension, "only packets of IPv6 have such extension headers");
      }
    }
    if (ipv4 && fragment != null) {
      stack.setIpv4Fragment(fragment.flagsAndOffset());
    }
    stack.insertAfterIp(inserted);
  }

  private PacketTextException wrong(Extension extension, String problem) {
    return words.wrong(extension.name(), extension.value(), problem);
  }

  /** Checks that a later fragment has no header after IP, and that any other has its ports. */
  private void checkPorts(Stack stack, Word clauseWord) {
    FragmentPlace place = fragment;
    if (place == null || place.offset() == 0) {
      stack.requirePorts(clauseWord);
      return;
    }
    Layer header = stack.headerAfterIp();
    if (header != null) {
      throw words.wrong(
          place.name(),
          place.value(),
          "a fragment other than the first has no header of " + header.type().word());
    }
  }

  private void apply(Setting setting, Stack stack, Word clauseWord) {
    Word name = setting.name();
    Word value = setting.value();
    switch (name.text()) {
      case DATA -> stack.setPayload(words.read(value, TextValues::octets));
      case ABOUT -> stack.setPayload(words.read(value, text -> QuotedPacket.octets(text, stack)));
      case PADDING -> stack.addTrailer(words.read(value, TextReader::padding));
      case IP_OPTIONS -> stack.setTail(name, value, LayerType.IPV4);
      case HEADER_OPTIONS -> stack.setTail(name, value, LayerType.TCP, LayerType.DCCP);
      case DO_NOT_FRAGMENT -> stack.setDoNotFragment(name);
      default -> {
        Slot slot = stack.slot(name);
        if (slot == null) {
          TreeSet<String> known = new TreeSet<>(stack.words());
          throw words.unknown(name, known, "a setting of '" + clauseWord.text() + "'");
        }
        stack.set(slot, words.read(value, text -> TextValues.value(slot, text)));
      }
    }
  }

  /** {@return octets, or as many zeros as a number says} */
  private static Octets padding(String text) {
    return text.startsWith("0x") || text.startsWith("\"")
        ? TextValues.octets(text)
        : Octets.zeros((int) TextValues.number(text, Packet.MAX_LENGTH));
  }
}
