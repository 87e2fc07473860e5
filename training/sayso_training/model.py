"""The network: MiniLM-L6 with a feature embedding and heads for cues, roles, names, mentions and links.

Cue head: for each piece, does a cue begin here, and of an outer or an inner (nested) statement?
Role head: for a cue piece and each piece of the window, one of seven labels. A linear-chain CRF over the
labels gives each statement its own source, cue and content, so that links need no second decision
(the design of span-free semantic role labelling, with the cue as predicate).
"""
import os

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from .mentions import CLASSES, MATCHES, MENTION_LABELS, NAME_LABELS, QUOTINGS, STEPS
from .mentions import DISTANCES as LINK_DISTANCES
from .pieces import FEATURES, base_model_dir

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
ROLE, LINK = 192, 128
LABELS = ["O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT"]
O, BS, IS, BQ, IQ, BC, IC = range(7)
DISTANCES, PARAGRAPH_STEPS = 27, 3
IMPOSSIBLE = -1e4


def allowed_transitions():
    allowed = torch.ones(7, 7, dtype=torch.bool)
    for inside, begin in ((IS, BS), (IQ, BQ), (IC, BC)):
        for previous in range(7):
            if previous not in (inside, begin):
                allowed[previous, inside] = False
    return allowed


def distance_bucket(d):
    """Signed distance in pieces -> 0..26: exact to 8, then 9-12, 13-20, 21-36, 37-68, 69 and more."""
    a = d.abs()
    far = 8 + (a > 8).long() + (a > 12).long() + (a > 20).long() + (a > 36).long() + (a > 68).long()
    return 13 + torch.where(a <= 8, a, far) * d.sign()


class Dropout(nn.Module):
    """Dropout from a pool of ready masks at a random place: drawing Bernoulli numbers is a quarter of a CPU step."""
    pool = None

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        size = 1 << 23
        if Dropout.pool is None or torch.rand(()) < 0.005:
            Dropout.pool = (torch.rand(size) >= self.p).to(torch.float32) / (1 - self.p)
        at = int(torch.randint(0, size - x.numel(), ()))
        return x * Dropout.pool[at:at + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.dropout = Dropout(dropout)

    def forward(self, x, mask):
        b, t, _ = x.shape
        split = lambda y: y.view(b, t, HEADS, HIDDEN // HEADS).transpose(1, 2)
        # Written out: on a CPU the fused attention's backward pass is three times slower.
        scores = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2)
        a = torch.softmax(scores * (HIDDEN // HEADS) ** -0.5 + mask, -1) @ split(self.value(x))
        a = a.transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.norm1(x + self.dropout(self.output(a)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, dropout=0.1, features=FEATURES):
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.feature = nn.Embedding(features, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = Dropout(dropout)

    def load_base(self):
        w = load_file(os.path.join(base_model_dir(), "model.safetensors"))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        self.word.weight.data.copy_(w["embeddings.word_embeddings.weight"])
        self.position.weight.data.copy_(w["embeddings.position_embeddings.weight"]
                                        + w["embeddings.token_type_embeddings.weight"][0])
        nn.init.normal_(self.feature.weight, std=0.005)
        pairs = [(self.norm, "embeddings.LayerNorm")]
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            pairs += [(layer.query, p + "attention.self.query"), (layer.key, p + "attention.self.key"),
                      (layer.value, p + "attention.self.value"), (layer.output, p + "attention.output.dense"),
                      (layer.norm1, p + "attention.output.LayerNorm"), (layer.up, p + "intermediate.dense"),
                      (layer.down, p + "output.dense"), (layer.norm2, p + "output.LayerNorm")]
        for module, name in pairs:
            module.weight.data.copy_(w[name + ".weight"])
            module.bias.data.copy_(w[name + ".bias"])

    def forward(self, ids, features, mask, layers=LAYERS):
        """Vectors after so many layers."""
        t = ids.shape[1]
        x = self.word(ids) + self.position.weight[:t] + self.feature(features)
        x = self.dropout(self.norm(x))
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, IMPOSSIBLE)[:, None, None, :]
        for layer in self.layers[:layers]:
            x = layer(x, bias.to(torch.bfloat16) if torch.is_autocast_enabled("cpu") else bias)
        return x.float()


class Link(nn.Module):
    """Score of an earlier mention being the antecedent of a later one, from their anchors' vectors and how they stand
    to each other; 0 is the score of having none."""

    def __init__(self, dropout=0.2):
        super().__init__()
        self.anaphor = nn.Linear(HIDDEN, LINK)
        self.antecedent = nn.Linear(HIDDEN, LINK, bias=False)
        self.match = nn.Embedding(MATCHES, LINK)
        self.classes = nn.Embedding(CLASSES * CLASSES, LINK)
        self.distance = nn.Embedding(LINK_DISTANCES, LINK)
        self.step = nn.Embedding(STEPS, LINK)
        self.quoting = nn.Embedding(QUOTINGS, LINK)
        self.left = nn.Linear(HIDDEN, LINK, bias=False)
        self.right = nn.Linear(HIDDEN, LINK, bias=False)
        self.score = nn.Linear(LINK, 1)
        self.dropout = nn.Dropout(dropout)
        for e in (self.match, self.classes, self.distance, self.step, self.quoting):
            nn.init.normal_(e.weight, std=0.05)

    def forward(self, x, features):
        """x [N,H] anchors in text order; features [N,N,5] (0 above the diagonal) -> [N,N] scores, [i,j] for j before i."""
        x = self.dropout(x)
        h = (self.anaphor(x)[:, None] + self.antecedent(x)[None] + self.match(features[..., 0]) + self.classes(features[..., 1])
             + self.distance(features[..., 2]) + self.step(features[..., 3]) + self.quoting(features[..., 4]))
        return self.score(F.relu(h))[..., 0] + self.left(x) @ self.right(x).T * LINK ** -0.5


class Reader(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(dropout)
        self.cue = nn.Linear(HIDDEN, 3)
        self.role_cue = nn.Linear(HIDDEN, ROLE)
        self.role_piece = nn.Linear(HIDDEN, ROLE, bias=False)
        self.distance = nn.Embedding(DISTANCES, ROLE)
        self.paragraph = nn.Embedding(PARAGRAPH_STEPS, ROLE)
        self.label = nn.Linear(ROLE, 7)
        self.transition = nn.Parameter(torch.zeros(7, 7))
        self.dropout = Dropout(dropout)
        self.register_buffer("allowed", allowed_transitions(), persistent=False)
        nn.init.normal_(self.distance.weight, std=0.05)
        nn.init.normal_(self.paragraph.weight, std=0.05)
        self.name = nn.Linear(HIDDEN, len(NAME_LABELS))
        self.mention = nn.Linear(HIDDEN, len(MENTION_LABELS))
        self.link = Link()

    def transitions(self):
        return self.transition.masked_fill(~self.allowed, IMPOSSIBLE)

    def scores(self, x, window, cue, paragraphs):
        """x [B,T,H]; window, cue [N]; paragraphs [B,T] -> label scores [N,T,7] of every piece, seen from the cue."""
        t = x.shape[1]
        x = self.dropout(x)
        a = self.role_cue(x[window, cue])
        p = self.role_piece(x)[window]
        steps = torch.arange(t)[None, :] - cue[:, None]
        para = paragraphs[window]
        step = (para - para.gather(1, cue[:, None])).sign() + 1
        h = F.relu(a[:, None] + p + self.distance(distance_bucket(steps)) + self.paragraph(step))
        return self.label(h)

    def emissions(self, x, window, cue, paragraphs):
        """`scores`, with the cue piece forced to B-CUE and no other cue beginning."""
        e = self.scores(x, window, cue, paragraphs)
        at = torch.arange(e.shape[1])[None, :] == cue[:, None]
        forced = torch.full((7,), IMPOSSIBLE); forced[BQ] = 0.0
        e = torch.where(at[:, :, None], e + forced, e)
        never = torch.zeros(7); never[BQ] = IMPOSSIBLE
        return torch.where(at[:, :, None], e, e + never)

    def log_partition(self, emissions, mask):
        trans = self.transitions()
        start = torch.tensor([0.0, 0.0, IMPOSSIBLE, 0.0, IMPOSSIBLE, 0.0, IMPOSSIBLE])
        alpha = start + emissions[:, 0]
        for i in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + trans[None], 1) + emissions[:, i]
            alpha = torch.where(mask[:, i, None], step, alpha)
        return torch.logsumexp(alpha, 1)

    def path_score(self, emissions, labels, mask):
        trans = self.transitions()
        unary = (emissions.gather(2, labels[:, :, None])[:, :, 0] * mask).sum(1)
        pair = trans[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        return unary + pair.sum(1)
