//! Reading named tensors out of a weight file.

use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensors, tensor::Metadata};

use crate::error::{ModelError, ModelErrorKind};

/// A weight file's tensors: the safetensors format, little-endian. Checked against the checksum it carries.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    metadata: Metadata,
}

/// Key of the file's metadata under which the CRC-32 of all tensor bytes stands, in hexadecimal.
const CHECKSUM: &str = "crc32";

impl<'a> Weights<'a> {
    pub(crate) fn open(file: &'a [u8]) -> Result<Weights<'a>, ModelError> {
        let damaged = |e: safetensors::SafeTensorError| {
            ModelError::new(
                ModelErrorKind::Damaged,
                format!("the weights cannot be read as safetensors: {e}"),
            )
        };
        let (header, metadata) = SafeTensors::read_metadata(file).map_err(damaged)?;
        let tensors = SafeTensors::deserialize(file).map_err(damaged)?;
        let weights = Weights { tensors, metadata };
        let want = weights.setting(CHECKSUM)?;
        let got = format!("{:08x}", crc32fast::hash(&file[8 + header..]));
        if want != got {
            return Err(ModelError::new(
                ModelErrorKind::Damaged,
                format!("the weights' checksum is {got}, the file says {want}: it was damaged or cut off"),
            ));
        }
        Ok(weights)
    }

    /// A value of the file's metadata.
    pub(crate) fn setting(&self, key: &str) -> Result<&str, ModelError> {
        let found = self.metadata.metadata().as_ref().and_then(|m| m.get(key));
        found.map(String::as_str).ok_or_else(|| {
            ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("the weight file has no setting `{key}`: not a sayso model"),
            )
        })
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, key: &str) -> Result<T, ModelError> {
        let value = self.setting(key)?;
        value.parse().map_err(|_| {
            ModelError::new(
                ModelErrorKind::OtherFormat,
                format!("the setting `{key}` is `{value}`, not a number"),
            )
        })
    }

    fn view(&self, name: &str) -> Result<TensorView<'_>, ModelError> {
        self.tensors.tensor(name).map_err(|_| {
            ModelError::new(ModelErrorKind::OtherFormat, format!("the weight file has no tensor `{name}`"))
        })
    }

    pub(crate) fn shape<const N: usize>(&self, name: &str) -> Result<[usize; N], ModelError> {
        let view = self.view(name)?;
        view.shape().try_into().map_err(|_| unexpected(name, &format!("shape {:?}", view.shape())))
    }

    pub(crate) fn is_bytes(&self, name: &str) -> bool {
        self.view(name).is_ok_and(|view| view.dtype() == Dtype::I8)
    }

    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.view(name)?;
        if view.dtype() != Dtype::F32 || view.shape() != shape {
            return Err(unexpected(
                name,
                &format!("{:?} {:?}, expected F32 {shape:?}", view.dtype(), view.shape()),
            ));
        }
        let floats: Vec<f32> =
            view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        match floats.iter().find(|float| !float.is_finite()) {
            Some(float) => Err(unexpected(name, &format!("a {float} among its numbers"))),
            None => Ok(floats),
        }
    }

    pub(crate) fn optional(&self, name: &str, length: usize) -> Result<Option<Vec<f32>>, ModelError> {
        if self.view(name).is_err() {
            return Ok(None);
        }
        self.floats(name, &[length]).map(Some)
    }

    /// The bytes of an I8 or U8 tensor, not copied.
    pub(crate) fn bytes(&self, name: &str) -> Result<&[i8], ModelError> {
        let bytes = self.raw(name)?;
        // SAFETY: i8 and u8 have the same size, alignment and validity.
        Ok(unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast::<i8>(), bytes.len()) })
    }

    pub(crate) fn raw(&self, name: &str) -> Result<&'a [u8], ModelError> {
        let view = self.tensors.tensor(name).map_err(|_| {
            ModelError::new(ModelErrorKind::OtherFormat, format!("the weight file has no tensor `{name}`"))
        })?;
        if !matches!(view.dtype(), Dtype::I8 | Dtype::U8) {
            return Err(unexpected(name, &format!("{:?}, expected bytes", view.dtype())));
        }
        Ok(view.data())
    }
}

pub(crate) fn unexpected(name: &str, what: &str) -> ModelError {
    ModelError::new(ModelErrorKind::OtherFormat, format!("the tensor `{name}` has {what}"))
}
