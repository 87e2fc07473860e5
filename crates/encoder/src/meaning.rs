//! What does a short text mean, in one vector?
//!
//! The mean of its pieces' word vectors, each weighed the less the more frequent the piece is (smooth inverse frequency:
//! Arora, Liang and Ma, 2017). The vocabulary lists words by falling frequency, which gives the frequencies by Zipf's law.
//! That costs microseconds where a pass of the encoder costs milliseconds, and finds most of what the pass would: among
//! Perspectrum's development claims, 41 % of the ten nearest texts belong to the claim, against 50 % with the pass and
//! 31 % with the plain mean.

use crate::Model;
use crate::transformer::Words;

/// The first whole word of the vocabulary; what stands before is unused or a sign.
const FIRST_WORD: u32 = 1996;

/// The frequency of the most frequent word in English, about.
const MOST: f32 = 0.06;

/// How soon frequency begins to tell.
const SMOOTH: f32 = 3e-4;

impl Model {
    /// What `text` means: as many whole numbers as the network is wide, of length 127 together. The cosine of two texts is
    /// their product over 127². A text without a word has no meaning: an empty list.
    pub fn meaning(&self, text: &str) -> Vec<i8> {
        let width = self.width();
        let mut sum = vec![0f32; width];
        self.vocabulary().cut(text, |id, _, _, _| self.words().add(id as usize, weight(id), &mut sum));
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length == 0.0 {
            return Vec::new();
        }
        sum.iter().map(|x| (x / length * 127.0).round() as i8).collect()
    }
}

fn weight(id: u32) -> f32 {
    let rank = id.saturating_sub(FIRST_WORD) + 1;
    SMOOTH / (SMOOTH + MOST / rank as f32)
}

impl Words {
    fn add(&self, id: usize, weight: f32, sum: &mut [f32]) {
        let range = id * sum.len()..(id + 1) * sum.len();
        match self {
            Words::Bytes { rows, scale } => {
                let weight = weight * scale[id];
                sum.iter_mut().zip(&rows[range]).for_each(|(sum, &x)| *sum += weight * f32::from(x));
            }
            Words::Float(rows) => sum.iter_mut().zip(&rows[range]).for_each(|(sum, &x)| *sum += weight * x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frequent_word_tells_less() {
        assert!(weight(FIRST_WORD) < 0.01 && weight(20_000) > 0.9);
        assert!(weight(0) > 0.0);
    }
}
